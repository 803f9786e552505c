using Contracts.Events;
using Contracts.Rewards;
using Documents;
using Documents.Pools;
using RewardWorker.Ledger;

namespace RewardWorker.Stock;

/// <summary>Takes from pools and gives back to them, for grants.</summary>
internal sealed class StockRoom(
    IDocumentStore<CouponCodeChunk> codes, PoolCombiner<StockPool> pools, ClaimFates fates, PoolsInDemand demand, TimeProvider time)
{
    /// <summary>
    /// A grant may come before the definition of the pool that it claims from: it carries what the definition says.
    /// </summary>
    public Task<Claim> ClaimUnit(GrantOrder order, StockPolicy policy, string grantId) => Claim(
        order.Reward.RewardId.ToString(),
        pool => Take(pool, 1, grantId),
        () => StockPool.Of(order.Reward.RewardId, order.EventId, policy));

    /// <summary>It may also come before the change of the budget by which it was judged: it carries that too.</summary>
    public Task<Claim> ClaimPoints(GrantOrder order, BudgetPolicy budget, string grantId) => Claim(
        StockPool.BudgetIdOf(order.EventId),
        pool =>
        {
            pool.ChangeBudget(budget.Points, budget.Revision);
            return Take(pool, order.Reward.Value.ToAmount(), grantId);
        },
        () => StockPool.OfBudget(order.EventId, budget.Points, budget.Revision));

    public async Task<string> CodeOf(Guid rewardId, long ordinal, CancellationToken cancellationToken)
    {
        var id = CouponCodeChunk.IdOf(rewardId, ordinal / CouponCodeChunk.Size);
        var chunk = await codes.Get(id, cancellationToken) ?? throw new InvalidOperationException($"Coupon codes {id} are not there.");
        return chunk.Codes[(int)(ordinal % CouponCodeChunk.Size)];
    }

    /// <summary>The grant carries the claim: the pool forgets it with its next change.</summary>
    public void Settle(string poolId, string grantId, long seq) => pools.Along(poolId, pool => pool.Settle(grantId, seq));

    /// <summary>The grant never will carry the claim.</summary>
    public Task Release(string poolId, string grantId, long seq) => pools.Apply(poolId, pool =>
    {
        pool.Release(grantId, seq);
        return true;
    });

    /// <summary>Null when there is no such pool.</summary>
    public async Task<long?> BeginReturn(string poolId, string reversalId, long amount, long? ordinal) =>
        await pools.Apply(poolId, pool => pool.BeginReturn(reversalId, amount, ordinal, time.GetUtcNow()).Seq);

    public Task FinishReturn(string poolId, string reversalId, long seq, bool counts) => pools.Apply(poolId, pool =>
    {
        pool.FinishReturn(reversalId, seq, counts);
        return true;
    });

    /// <summary>
    /// A refusal is final, so it does not rest on a claim that will come to nothing: a second attempt at a request that is
    /// granted by now may hold a unit for a moment. What is open is looked up before, and what is void returns first.
    /// </summary>
    private async Task<Claim> Claim(string poolId, Func<StockPool, Claim> take, Func<StockPool> create)
    {
        for (var known = ClaimFates.None; ; known = await fates.Of(poolId))
        {
            var (claim, isFinal) = (await pools.Apply(
                poolId,
                pool =>
                {
                    pool.Reconcile(known);
                    var claim = take(pool);
                    return (claim, !claim.IsRefused || pool.Entries.All(entry => known.ContainsKey((entry.Key, entry.Value.Seq))));
                },
                create))!.Value;
            if (isFinal)
            {
                return claim;
            }
        }
    }

    private Claim Take(StockPool pool, long amount, string grantId)
    {
        var claim = pool.TryClaim(grantId, amount, time.GetUtcNow());
        demand.Claimed(pool);
        return claim;
    }
}
