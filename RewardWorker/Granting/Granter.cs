using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using Documents.Pools;
using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace RewardWorker.Granting;

/// <summary>
/// Grants each reward of a request once, however often it is asked to, and says each time what was decided. What a limited
/// reward takes is claimed first; the grant that is then stored carries the claim's seq, so that a claim of an attempt that
/// came to nothing can be told from the one that counts.
/// </summary>
internal sealed class Granter(IDocumentStore<Grant> grants, StockRoom stock, TimeProvider time, ILogger<Granter> logger)
{
    /// <returns>By the entry that decides: granted or refused. It stays that, whatever returns to stock.</returns>
    public async Task<DecidedReward> Grant(GrantOrder order, CancellationToken cancellationToken)
    {
        var id = Ledger.Grant.IdOf(order.RequestId, order.Reward.RewardId);

        // What is decided must not take a unit for a moment, which another would miss.
        if (order.IsLimited && await grants.Get(id, cancellationToken) is { } decided)
        {
            return await DecidedBefore(decided, cancellationToken);
        }

        var claims = await Claim(order, id, cancellationToken);
        var grant = claims.Refusal is { } code
            ? Ledger.Grant.Refused(order, code, time.GetUtcNow())
            : Ledger.Grant.Of(order, claims.Unit, claims.Points, claims.Code, time.GetUtcNow());
        var isSaved = (await grants.Insert(grant, cancellationToken)).IsSaved;
        var stored = isSaved ? grant : (await grants.Get(id, cancellationToken))!;
        if (isSaved)
        {
            logger.LogInformation("Reward {RewardId} of request {RequestId}: {Kind}", order.Reward.RewardId, order.RequestId, stored.Kind);
        }

        await EndClaims(order, claims, stored);
        return isSaved ? new DecidedReward(stored, null) : await DecidedBefore(stored, cancellationToken);
    }

    /// <summary>Where nothing was decided before.</summary>
    public async Task<DecidedReward> Refuse(GrantOrder order, string code, CancellationToken cancellationToken)
    {
        var refusal = Ledger.Grant.Refused(order, code, time.GetUtcNow());
        return (await grants.Insert(refusal, cancellationToken)).IsSaved
            ? new DecidedReward(refusal, null)
            : await DecidedBefore((await grants.Get(refusal.Id, cancellationToken))!, cancellationToken);
    }

    /// <summary>Only then something may have taken it back since.</summary>
    private async Task<DecidedReward> DecidedBefore(Grant entry, CancellationToken cancellationToken) => new(
        entry,
        entry.Kind == GrantKind.Granted ? await grants.Get(Ledger.Grant.ReversalIdOf(entry.RequestId, entry.RewardId), cancellationToken) : null);

    private async Task<Claims> Claim(GrantOrder order, string id, CancellationToken cancellationToken)
    {
        if (order.Reward.Value is CouponValue coupon && coupon.Expiry <= time.GetUtcNow())
        {
            return Claims.Refused(Reasons.CouponExpired);
        }

        PoolEntry? unit = null;
        string? code = null;
        if (order.Reward.Stock is { } policy)
        {
            unit = (await stock.ClaimUnit(order, policy, id, cancellationToken)).Entry;
            if (unit is null)
            {
                return Claims.Refused(Reasons.OutOfStock);
            }

            code = unit.Ordinal is { } ordinal ? await stock.CodeOf(order.Reward.RewardId, ordinal, cancellationToken) : null;
        }

        if (order.Reward.Budget is not { } budget)
        {
            return new Claims(unit, null, code, null);
        }

        var points = (await stock.ClaimPoints(order, budget, id, cancellationToken)).Entry;
        return new Claims(unit, points, code, points is null ? Reasons.BudgetExhausted : null);
    }

    /// <summary>Two attempts at once share one claim: the one that came second must not give back what the first has used.</summary>
    private async Task EndClaims(GrantOrder order, Claims claims, Grant stored)
    {
        await End(order.Reward.RewardId.ToString(), claims.Unit, stored.StockSeq);
        await End(StockPool.BudgetIdOf(order.EventId), claims.Points, stored.BudgetSeq);

        async Task End(string poolId, PoolEntry? entry, long? usedSeq)
        {
            if (entry is null)
            {
                return;
            }

            if (usedSeq == entry.Seq)
            {
                stock.Settle(poolId, stored.Id, entry.Seq);
            }
            else
            {
                await stock.Release(poolId, stored.Id, entry.Seq);
            }
        }
    }

    /// <param name="Refusal">Why not, and then what was claimed goes back.</param>
    private sealed record Claims(PoolEntry? Unit, PoolEntry? Points, string? Code, string? Refusal)
    {
        public static Claims Refused(string code) => new(null, null, null, code);
    }
}
