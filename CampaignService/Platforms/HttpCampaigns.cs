using System.Net;
using System.Net.Http.Headers;
using Hosting;
using Hosting.Networks;

namespace CampaignService.Platforms;

/// <summary>Reads a page of campaigns from a server that may be anybody's. Whatever goes wrong on the way is an outcome.</summary>
internal sealed class HttpCampaigns(
    [FromKeyedServices(HttpPlatform.Section)] OutboundTargets targets,
    [FromKeyedServices(HttpPlatform.Section)] OutboundConnections connections,
    TimeProvider time)
    : IDisposable
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>For a page, connecting and the last byte included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient http = new(connections.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="cursor">Null for the first page.</param>
    public async Task<PageOutcome> Read(string baseUrl, string token, string? cursor, CancellationToken cancellationToken)
    {
        if (targets.FaultOf(baseUrl) is { } fault)
        {
            return new PageOutcome.Forbidden($"Its URL {fault}");
        }

        // The whole list each time: what is no longer in it is removed.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{baseUrl.TrimEnd('/')}/campaigns?cursor={Uri.EscapeDataString(cursor ?? "")}&since=");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("messaging-campaigns", ServiceHost.Version));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return await Read(response, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PageOutcome.Unreachable($"It did not answer in {Patience.TotalSeconds:F0} s.");
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException)
        {
            return new PageOutcome.Forbidden("Its host is at no address that may be called.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (e as HttpRequestException)?.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => new PageOutcome.Unreachable("Its host has no address."),
                HttpRequestError.SecureConnectionError => new PageOutcome.Unreachable("Its certificate is not valid, or it speaks no TLS."),
                HttpRequestError.ConnectionError => new PageOutcome.Unreachable("Nobody is there."),
                _ => new PageOutcome.Unreachable("It broke off."),
            };
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<PageOutcome> Read(HttpResponseMessage response, CancellationToken cancellationToken) => response.StatusCode switch
    {
        HttpStatusCode.OK => await Body(response, cancellationToken) is { } body ? CampaignPage.Read(body) : new PageOutcome.BadAnswer($"It has more than {MostBytes} bytes."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new PageOutcome.Unauthorized(),
        HttpStatusCode.TooManyRequests => new PageOutcome.RateLimited(response.RetryAfter(time)),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new PageOutcome.Retry(response.RetryAfter(time)),
        _ => new PageOutcome.BadAnswer($"It has the status {(int)response.StatusCode}."),
    };

    /// <summary>Null when it is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>?> Body(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MostBytes)
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > MostBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
