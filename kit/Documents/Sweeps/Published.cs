using System.Collections.Concurrent;

namespace Documents.Sweeps;

/// <summary>What a sweep has published lately. While its message waits in its queue it is not published again at each sweep.</summary>
internal sealed class Published(TimeProvider time)
{
    /// <summary>By the monotonic clock: one that is set back hides nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Id, long Version), long> at = new();

    /// <returns>False when it was published as it is, and that is not long ago.</returns>
    public bool TryAdd(Document document) => at.TryAdd(KeyOf(document), time.GetTimestamp());

    public void Remove(Document document) => at.TryRemove(KeyOf(document), out _);

    public void Forget()
    {
        foreach (var (key, _) in at.Where(p => time.GetElapsedTime(p.Value) > Patience))
        {
            at.TryRemove(key, out _);
        }
    }

    private static (string Id, long Version) KeyOf(Document document) => (document.Id, document.Version);
}
