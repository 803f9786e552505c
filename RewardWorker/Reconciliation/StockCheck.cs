using Contracts.Granting;
using Documents;
using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace RewardWorker.Reconciliation;

/// <summary>Compares what the ledger has taken from each pool with what there is, part after part in the order of the pools' ids.</summary>
internal sealed class StockCheck(IDocumentStore<StockPool> pools, IDocumentStore<Grant> grants, TimeProvider time)
{
    private const int PoolsAtOnce = 50;
    private const int ReadAtOnce = 1000;
    private const int Looks = 3;

    private static readonly TimeSpan TimeOfPart = TimeSpan.FromSeconds(1);

    public async Task<Oversold> Part(string? after, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var page = await pools.Query(new Query<StockPool>().OrderBy(p => p.Id).After(Cursor.Parse(after)).Take(PoolsAtOnce), cancellationToken);
        var units = 0L;
        foreach (var pool in page.Items)
        {
            units += await ExcessOf(pool, cancellationToken);
            if (time.GetElapsedTime(start) > TimeOfPart && pool != page.Items[^1])
            {
                return new Oversold(units, new Cursor(pool.Id, pool.Id).ToString());
            }
        }

        return new Oversold(units, page.NextCursor);
    }

    /// <summary>
    /// Every claim and return is a write of the pool. One that did not change while the ledger was read has allowed all that
    /// was found there; one that did is counted again, and one that never rests is in use.
    /// </summary>
    private async Task<long> ExcessOf(StockPool pool, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            var excess = await Count(pool, cancellationToken);
            if (excess == 0)
            {
                return 0;
            }

            var present = await pools.Get(pool.Id, cancellationToken);
            if (present?.Version == pool.Version)
            {
                return excess;
            }

            pool = present ?? pool;
        }

        return 0;
    }

    private async Task<long> Count(StockPool pool, CancellationToken cancellationToken)
    {
        var tally = new PoolTally(pool);
        var query = new Query<Grant>().Where(g => g.EventId, pool.EventId).OrderBy(g => g.RewardId).Take(ReadAtOnce);
        if (pool.RewardId is { } reward)
        {
            // Behind this id and before any other.
            query.From(reward).Until($"{reward}~");
        }

        await foreach (var page in grants.Pages(query, cancellationToken))
        {
            foreach (var entry in page)
            {
                tally.Add(entry);
            }
        }

        return tally.Excess();
    }
}
