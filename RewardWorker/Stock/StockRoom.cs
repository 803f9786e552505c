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
    public Task<Claim> ClaimUnit(GrantOrder order, StockPolicy policy, string grantId, CancellationToken cancellationToken) => Claim(
        order.Reward.RewardId.ToString(),
        1,
        grantId,
        _ => { },
        () => StockPool.Of(order.Reward.RewardId, order.EventId, policy),
        cancellationToken);

    /// <summary>It may also come before the change of the budget by which it was judged: it carries that too.</summary>
    public Task<Claim> ClaimPoints(GrantOrder order, BudgetPolicy budget, string grantId, CancellationToken cancellationToken) => Claim(
        StockPool.BudgetIdOf(order.EventId),
        order.Reward.Value.ToAmount(),
        grantId,
        pool => pool.ChangeBudget(budget.Points, budget.Revision),
        () => StockPool.OfBudget(order.EventId, budget.Points, budget.Revision),
        cancellationToken);

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
    /// A refusal is final, so it does not rest on a claim that has come to nothing: a second attempt at a request that is
    /// granted by now may hold a unit for a moment. What the ledger says of open claims is read before, and what is void returns.
    /// </summary>
    private async Task<Claim> Claim(
        string poolId, long amount, string grantId, Action<StockPool> prepare, Func<StockPool> create, CancellationToken cancellationToken)
    {
        for (var known = ClaimFates.None; ; known = await fates.Of(poolId).WaitAsync(cancellationToken))
        {
            var (claim, isFinal) = (await pools.Apply(
                poolId,
                pool =>
                {
                    prepare(pool);
                    pool.Reconcile(known);
                    var claim = pool.TryClaim(grantId, amount, time.GetUtcNow());
                    demand.Claimed(pool);
                    return (claim, !claim.IsRefused || !pool.MayYetFit(amount, known));
                },
                create))!.Value;
            if (isFinal)
            {
                return claim;
            }
        }
    }
}
