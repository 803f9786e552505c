using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drills.Receivers;

/// <summary>A server of somebody else, on this machine, that deliveries are posted to.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-receiver";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedWebhook> received = new();

    private WebhookReceiver(WebApplication app)
    {
        this.app = app;
        app.Run(Receive);
    }

    public string Url => $"{app.Urls.Single()}/grants";

    /// <summary>Everything that came, in order, whatever the answer.</summary>
    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

    /// <summary>By default everything is accepted.</summary>
    public Func<ReceivedWebhook, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <param name="certificate">With TLS.</param>
    public static async Task<WebhookReceiver> Start(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var receiver = new WebhookReceiver(builder.Build());
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Answers with these statuses in turn, and then always with the last.</summary>
    public void AnswersWith(params int[] statuses)
    {
        var next = 0;
        Answer = (_, context) =>
        {
            context.Response.StatusCode = statuses[Math.Min(Interlocked.Increment(ref next), statuses.Length) - 1];
            return Task.CompletedTask;
        };
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task Receive(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        var webhook = new ReceivedWebhook(
            context.Request.Path,
            headers["Idempotency-Key"].ToString(),
            headers["X-Webhook-Timestamp"].ToString(),
            headers["X-Webhook-Signature"].ToString(),
            body.ToArray());
        received.Enqueue(webhook);
        await Answer(webhook, context);
    }
}

public sealed record ReceivedWebhook(string Path, string Key, string Timestamp, string Signature, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Encoding.UTF8.GetString(Body));

    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>As a receiver verifies it.</summary>
    public bool IsSignedWith(string secret) => Signature == Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes($"{Timestamp}."), .. Body]));
}
