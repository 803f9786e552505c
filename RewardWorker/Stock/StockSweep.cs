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
        ClaimFates.Of(pool, entry, await grants.Get(id, cancellationToken));
}
