using System.Collections.Concurrent;
using Testing.Api;

namespace Bench.Load;

/// <summary>The event streams of many users: when each request was seen to be fulfilled.</summary>
internal sealed class Streams : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> fulfilled = new();
    private readonly List<ApiClient> clients = [];
    private readonly List<Task> reading = [];

    public static async Task<Streams> Open(Uri address, IEnumerable<Caller> callers)
    {
        var streams = new Streams();
        await Crowd.ForEach(callers, async caller =>
        {
            var client = new ApiClient(address).With(caller.AccessToken);
            var opened = new TaskCompletionSource();
            var task = streams.Read(client, opened);
            lock (streams.clients)
            {
                streams.clients.Add(client);
                streams.reading.Add(task);
            }

            await await Task.WhenAny(opened.Task, task);
            return client;
        });
        return streams;
    }

    public DateTimeOffset? Seen(Guid request) => fulfilled.TryGetValue(request, out var at) ? at : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }

        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Read(ApiClient client, TaskCompletionSource opened)
    {
        await foreach (var request in client.Stream(Bound, () =>
        {
            opened.SetResult();
            return Task.CompletedTask;
        }))
        {
            var at = TimeProvider.System.GetUtcNow();
            if (request.GetProperty("status").GetString() == "FULFILLED")
            {
                fulfilled.TryAdd(request.GetProperty("id").GetGuid(), at);
            }
        }
    }
}
