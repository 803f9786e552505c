using Documents;
using Documents.Pools;
using Documents.Sweeps;
using RewardWorker.Ledger;

namespace RewardWorker.Stock;

/// <summary>Ends what claims and returns have left open, by what the ledger says.</summary>
internal sealed class StockSweep(
    IDocumentStore<StockPool> pools, IDocumentStore<Grant> grants, PoolCombiner<StockPool> combiner, TimeProvider time, ILogger<StockSweep> logger)
    : PoolSweep<StockPool>(pools, combiner, p => p.OpenSince, time, logger)
{
    protected override async Task<EntryFate> FateOf(StockPool pool, string id, PoolEntry entry, CancellationToken cancellationToken) =>
        FateOf(pool, entry, await grants.Get(id, cancellationToken));

    /// <param name="grant">The grant that a claim is for, or the reversal that a return is for.</param>
    internal static EntryFate FateOf(StockPool pool, PoolEntry entry, Grant? grant)
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
}
