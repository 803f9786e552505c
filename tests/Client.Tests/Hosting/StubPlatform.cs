using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Client.Tests.Hosting;

/// <summary>Answers as a test wishes, and remembers what was sent.</summary>
internal sealed class StubPlatform : HttpMessageHandler
{
    private readonly ConcurrentQueue<SentRequest> sent = new();

    /// <summary>By default nothing is there.</summary>
    public Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (_, _) => Task.FromResult(Problem(404, "NOT_FOUND"));

    public IReadOnlyList<SentRequest> Sent => [.. sent];

    public static Uri Address { get; } = new("https://platform.example.com/rewards");

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public MessagingClient Client(string? serviceKey = null, int retries = 4) => new(
        new MessagingClientOptions { Address = Address, ServiceKey = serviceKey, Retries = retries }, new HttpClient(this, disposeHandler: false), Time);

    /// <summary>Answers one after another; the last for ever.</summary>
    public void Answers(params Func<HttpResponseMessage>[] answers)
    {
        var next = -1;
        Answer = (_, _) => Task.FromResult(answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]());
    }

    public static HttpResponseMessage Json(int status, string json) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, status < 400 ? "application/json" : "application/problem+json") };

    public static HttpResponseMessage Problem(int status, string code, TimeSpan? retryAfter = null)
    {
        var response = Json(status, $$"""{"type":"urn:problem","title":"T","status":{{status}},"detail":"Said by the platform.","code":"{{code}}","traceId":"abc"}""");
        response.Headers.RetryAfter = retryAfter is { } wait ? new(wait) : null;
        return response;
    }

    public static HttpResponseMessage Lost() => throw new IOException("The connection was lost.");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var one = new SentRequest(
            request.Method.Method,
            request.RequestUri!.AbsolutePath["/rewards/api/v1".Length..],
            request.RequestUri.Query,
            request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null,
            request.Headers.Authorization?.Parameter,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            Time.GetUtcNow());
        sent.Enqueue(one);
        return await Answer(one, cancellationToken);
    }
}

internal sealed record SentRequest(
    string Method, string Path, string Query, string? Body, string? Token, string? Key, IReadOnlyDictionary<string, string> Headers, DateTimeOffset At);
