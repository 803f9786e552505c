using System.Collections.Concurrent;
using System.Text.Json;

namespace Documents;

/// <summary>
/// Documents that never change, kept in memory by their ids, oldest forgotten first. One that nobody has asked for lately is
/// fetched once, for all who ask meanwhile.
/// </summary>
/// <param name="mostBytes">Of all as they are stored; the latest is kept whatever it takes.</param>
public sealed class ImmutableDocuments<T>(long mostBytes = 16 << 20) where T : Document
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> documents = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Queue<(string Id, long Size)> order = new();
    private long bytes;

    /// <param name="fetch">What it throws is thrown to all who wait for it, and nothing is kept.</param>
    public Task<T> Get(string id, Func<Task<T>> fetch, CancellationToken cancellationToken) =>
        documents.GetOrAdd(id, _ => new Lazy<Task<T>>(() => Task.Run(() => Fetch(id, fetch)))).Value.WaitAsync(cancellationToken);

    /// <summary>Null when it is not in memory.</summary>
    public T? Find(string id) =>
        documents.TryGetValue(id, out var known) && known is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? known.Value.Result : null;

    private async Task<T> Fetch(string id, Func<Task<T>> fetch)
    {
        try
        {
            var document = await fetch();
            Keep(id, JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options).Length);
            return document;
        }
        catch
        {
            documents.TryRemove(id, out _);
            throw;
        }
    }

    private void Keep(string id, long size)
    {
        lock (gate)
        {
            order.Enqueue((id, size));
            bytes += size;
            while (bytes > mostBytes && order.Count > 1)
            {
                var oldest = order.Dequeue();
                bytes -= oldest.Size;
                documents.TryRemove(oldest.Id, out _);
            }
        }
    }
}
