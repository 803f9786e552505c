using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Bench.Load;

/// <summary>The event streams of many users: when each request was seen to be fulfilled.</summary>
internal sealed class Streams : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> fulfilled = new();
    private readonly CancellationTokenSource closed = new();
    private readonly HttpClient http;
    private IReadOnlyList<Task> reading = [];

    private Streams(Uri address) => http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };

    public static async Task<Streams> Open(Uri address, IEnumerable<Caller> callers)
    {
        var streams = new Streams(address);
        var open = await Crowd.ForEach(callers, streams.Open);
        streams.reading = [.. open.Select(streams.Read)];
        return streams;
    }

    public DateTimeOffset? Seen(Guid request) => fulfilled.TryGetValue(request, out var at) ? at : null;

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        closed.Dispose();
    }

    private async Task<HttpResponseMessage> Open(Caller caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events/requests/stream");
        request.Headers.Authorization = caller.Authorization;
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, closed.Token);
        return response.EnsureSuccessStatusCode();
    }

    private async Task Read(HttpResponseMessage response)
    {
        using (response)
        {
            await foreach (var change in SseParser.Create(await response.Content.ReadAsStreamAsync(closed.Token)).EnumerateAsync(closed.Token))
            {
                var at = TimeProvider.System.GetUtcNow();
                using var request = JsonDocument.Parse(change.Data);
                if (request.RootElement.GetProperty("status").GetString() == "FULFILLED")
                {
                    fulfilled.TryAdd(request.RootElement.GetProperty("id").GetGuid(), at);
                }
            }
        }
    }
}
