using System.Collections.Concurrent;

namespace Sessions;

internal sealed class MemoryServiceKeyStore(TimeProvider time) : IServiceKeyStore
{
    /// <summary>Past it what has ended is cleared: anybody can ask for accounts that are none.</summary>
    private const int Bound = 10_000;

    private readonly ConcurrentDictionary<Guid, Entry> entries = new();

    public int Count => entries.Count;

    public Task Set(ServiceKeys keys, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var entry = new Entry(keys, now + keys.Lifetime);
        entries.AddOrUpdate(keys.AccountId, entry, (_, known) => known.Until > now && known.Keys.Version > keys.Version ? known : entry);
        if (entries.Count > Bound)
        {
            foreach (var (id, known) in entries.Where(known => known.Value.Until <= now || known.Value.Keys.Keys.Count == 0))
            {
                entries.TryRemove(id, out _);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ServiceKeys?> Get(Guid accountId, CancellationToken cancellationToken = default) =>
        Task.FromResult(entries.TryGetValue(accountId, out var entry) && entry.Until > time.GetUtcNow() ? entry.Keys : null);

    private sealed record Entry(ServiceKeys Keys, DateTimeOffset Until);
}
