using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Contracts.Deliveries;
using Contracts.Rewards;
using Hosting;
using Hosting.Networks;
using Hosting.Secrets;

namespace RewardWorker.Delivery;

/// <summary>Signs and posts. Whatever goes wrong on the way is an outcome.</summary>
internal sealed class DeliveryClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    private readonly OutboundTargets targets;
    private readonly DeliverySettings settings;
    private readonly SecretCipher cipher;
    private readonly Circuits circuits;
    private readonly TimeProvider time;
    private readonly ILogger<DeliveryClient> logger;
    private readonly HttpClient http;

    public DeliveryClient(
        [FromKeyedServices(DeliverySettings.Section)] OutboundTargets targets,
        DeliverySettings settings,
        [FromKeyedServices(DeliverySettings.Section)] OutboundConnections connections,
        [FromKeyedServices(DeliverySettings.Section)] SecretCipher cipher,
        Circuits circuits,
        TimeProvider time,
        ILogger<DeliveryClient> logger)
    {
        (this.targets, this.settings, this.cipher, this.circuits, this.time, this.logger) = (targets, settings, cipher, circuits, time, logger);
        http = new HttpClient(connections.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<PostOutcome> Post(RewardDelivery to, DeliveryPayload payload, CancellationToken cancellationToken)
    {
        if (targets.FaultOf(to.Url) is not null)
        {
            return PostOutcome.Refused(DeliveryErrors.UrlForbidden);
        }

        if (!cipher.TryOpen(to.SealedSecret, to.Url, out var secret) || payload.Open(cipher) is not { } opened)
        {
            logger.LogError("The secret, or the coupon code, of a delivery to {Host} cannot be decrypted: configure the key that it was encrypted with", new Uri(to.Url).Host);
            return PostOutcome.NoAnswer(DeliveryErrors.SecretUnreadable, sent: false);
        }

        var url = new Uri(to.Url);
        return await circuits.Through(url, token => Send(url, secret, opened.Id, opened.ToBody(), token), cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task<PostOutcome> Send(Uri url, string secret, Guid idempotencyKey, byte[] body, CancellationToken cancellationToken)
    {
        var content = new WatchedContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        content.Headers.ContentType = Json;
        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString();
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("messaging-delivery", ServiceHost.Version));
        request.Headers.Add("Idempotency-Key", idempotencyKey.ToString());
        request.Headers.Add("X-Webhook-Timestamp", timestamp);
        request.Headers.Add("X-Webhook-Signature", Sign(secret, timestamp, body));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            // The body of the answer is nobody's concern; the handler reads a little of it to keep the connection.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return PostOutcome.Answered((int)response.StatusCode, response.RetryAfter(time));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PostOutcome.NoAnswer(DeliveryErrors.Timeout, content.IsSent);
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException)
        {
            return PostOutcome.Refused(DeliveryErrors.AddressForbidden);
        }
        catch (HttpRequestException e)
        {
            return PostOutcome.NoAnswer(ErrorOf(e), content.IsSent);
        }
    }

    /// <summary>As the webhooks that come in: hex HMAC-SHA256 of time, a full stop and the body.</summary>
    internal static string Sign(string secret, string timestamp, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body]));

    private static string ErrorOf(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => DeliveryErrors.NameNotResolved,
        HttpRequestError.ConnectionError => DeliveryErrors.NotConnected,
        HttpRequestError.SecureConnectionError => DeliveryErrors.TlsFailed,
        _ => DeliveryErrors.InvalidAnswer,
    };

    /// <summary>Knows whether it was asked for, and so may have been read.</summary>
    private sealed class WatchedContent(byte[] body) : HttpContent
    {
        public bool IsSent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            IsSent = true;
            await stream.WriteAsync(body, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
