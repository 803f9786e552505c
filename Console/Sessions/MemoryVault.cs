using System.Collections.Concurrent;

namespace OperatorsConsole.Sessions;

internal sealed class MemoryVault(TimeProvider time) : IVault
{
    private readonly ConcurrentDictionary<string, (byte[] Value, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);

    public Task Put(string name, byte[] value, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in kept.Where(entry => entry.Value.Until <= now))
        {
            kept.TryRemove(old, out _);
        }

        kept[name] = (value, now + lifetime);
        return Task.CompletedTask;
    }

    public Task Replace(string name, byte[] value, TimeSpan lifetime)
    {
        while (kept.TryGetValue(name, out var present) && !kept.TryUpdate(name, (value, time.GetUtcNow() + lifetime), present))
        {
        }

        return Task.CompletedTask;
    }

    public Task<byte[]?> Get(string name) =>
        Task.FromResult(kept.TryGetValue(name, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null);

    public Task Remove(string name)
    {
        kept.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
