using Documents;
using Documents.Pools;
using RewardWorker.Ledger;

namespace RewardWorker.Stock;

/// <summary>What the ledger says of the claims and returns that a pool has open.</summary>
internal sealed class ClaimFates(IDocumentStore<StockPool> pools, IDocumentStore<Grant> grants)
{
    public static readonly IReadOnlyDictionary<(string Id, long Seq), EntryFate> None = new Dictionary<(string, long), EntryFate>();

    private readonly Lock gate = new();
    private readonly Dictionary<string, Reading> readings = [];

    /// <summary>As they stand after the call. When the last unit goes a thousand may ask at once: they share what is read.</summary>
    public Task<IReadOnlyDictionary<(string Id, long Seq), EntryFate>> Of(string poolId)
    {
        lock (gate)
        {
            var last = readings.GetValueOrDefault(poolId);
            if (last is { HasBegun: false })
            {
                return last.Fates;
            }

            var next = new Reading();
            readings[poolId] = next;
            return next.Fates = Task.Run(() => After(last, next, poolId));
        }
    }

    /// <param name="grant">The grant that a claim is for, or the reversal that a return is for.</param>
    internal static EntryFate Of(StockPool pool, PoolEntry entry, Grant? grant)
    {
        // An entry without its document waits for the next attempt of the saga, whose message comes until it is done.
        if (grant is null)
        {
            return EntryFate.Open;
        }

        var seq = pool.RewardId is null ? grant.BudgetSeq : grant.StockSeq;
        return seq == entry.Seq ? EntryFate.Confirmed
            : entry.Returning && seq is null ? EntryFate.Open
            : EntryFate.Void;
    }

    private async Task<IReadOnlyDictionary<(string, long), EntryFate>> After(Reading? before, Reading own, string poolId)
    {
        if (before is not null)
        {
            await ((Task)before.Fates).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Who asks from now on may have seen what this reading misses.
        lock (gate)
        {
            own.HasBegun = true;
        }

        try
        {
            return await Read(poolId);
        }
        finally
        {
            lock (gate)
            {
                if (readings.GetValueOrDefault(poolId) == own)
                {
                    readings.Remove(poolId);
                }
            }
        }
    }

    private async Task<IReadOnlyDictionary<(string, long), EntryFate>> Read(string poolId)
    {
        if (await pools.Get(poolId) is not { } pool)
        {
            return None;
        }

        var fates = await Task.WhenAll(pool.Entries.Select(async entry => (entry.Key, entry.Value.Seq, Fate: Of(pool, entry.Value, await grants.Get(entry.Key)))));
        return fates.ToDictionary(entry => (entry.Key, entry.Seq), entry => entry.Fate);
    }

    private sealed class Reading
    {
        public bool HasBegun { get; set; }

        public Task<IReadOnlyDictionary<(string, long), EntryFate>> Fates { get; set; } = null!;
    }
}
