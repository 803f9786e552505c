using System.Diagnostics;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using Documents.Pools;
using MassTransit;
using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace RewardWorker.Granting;

/// <summary>
/// Grants each reward of a request once, however often it is asked to, and answers each time. What a limited reward takes
/// is claimed first; the grant that is then stored carries the claim's seq, so that a claim of an attempt that came to
/// nothing can be told from the one that counts.
/// </summary>
internal sealed class GrantRewardConsumer(IDocumentStore<Grant> grants, StockRoom stock, TimeProvider time) : IConsumer<GrantReward>
{
    public async Task Consume(ConsumeContext<GrantReward> context)
    {
        var message = context.Message;
        var id = Grant.IdOf(message.RequestId, message.Reward.RewardId);
        var limited = message.Reward.Stock is not null || message.Reward.Budget is not null;
        if (limited && await grants.Get(id, context.CancellationToken) is not null)
        {
            await AnswerAgain(id, context);
            return;
        }

        var claims = await Claim(message, id, context.CancellationToken);
        var grant = claims.Refusal is { } code
            ? Grant.Refused(message, code, time.GetUtcNow())
            : Grant.Of(message, claims.Unit, claims.Points, claims.Code, time.GetUtcNow());
        grant.Raise(Answer(grant, reversed: false));
        var isSaved = (await grants.Insert(grant, context.CancellationToken)).IsSaved;
        await EndClaims(message, claims, id, used: isSaved && grant.Kind == GrantKind.Granted, context.CancellationToken);
        if (!isSaved)
        {
            await AnswerAgain(id, context);
        }
    }

    internal static object Answer(Grant grant, bool reversed) => grant.Kind switch
    {
        GrantKind.Refused => new RewardGrantRefused(grant.RequestId, grant.RewardId, grant.Reason!),
        GrantKind.Granted when !reversed => new RewardGranted(grant.RequestId, grant.RewardId, (grant.Value as CouponValue)?.CouponCode),
        GrantKind.Granted or GrantKind.Withdrawn or GrantKind.Reversal => new RewardGrantRefused(grant.RequestId, grant.RewardId, Reasons.GrantRevoked),
        _ => throw new UnreachableException(),
    };

    private async Task<Claims> Claim(GrantReward message, string id, CancellationToken cancellationToken)
    {
        PoolEntry? unit = null;
        string? code = null;
        if (message.Reward.Stock is { } policy)
        {
            unit = (await stock.ClaimUnit(message, policy, id)).Entry;
            if (unit is null)
            {
                return new Claims(null, null, null, Reasons.OutOfStock);
            }

            code = unit.Ordinal is { } ordinal ? await stock.CodeOf(message.Reward.RewardId, ordinal, cancellationToken) : null;
        }

        if (message.Reward.Budget is not { } budget)
        {
            return new Claims(unit, null, code, null);
        }

        var points = (await stock.ClaimPoints(message, budget, id)).Entry;
        return new Claims(unit, points, code, points is null ? Reasons.BudgetExhausted : null);
    }

    private async Task EndClaims(GrantReward message, Claims claims, string id, bool used, CancellationToken cancellationToken)
    {
        var stored = used || claims is { Unit: null, Points: null } ? null : await grants.Get(id, cancellationToken);
        await End(message.Reward.RewardId.ToString(), claims.Unit, stored?.StockSeq);
        await End(StockPool.BudgetIdOf(message.EventId), claims.Points, stored?.BudgetSeq);

        // Two deliveries at once share one claim: the one that came second must not give back what the first has used.
        async Task End(string poolId, PoolEntry? entry, long? storedSeq)
        {
            if (entry is null)
            {
                return;
            }

            if (used || storedSeq == entry.Seq)
            {
                stock.Settle(poolId, id, entry.Seq);
            }
            else
            {
                await stock.Release(poolId, id, entry.Seq);
            }
        }
    }

    /// <summary>The answer may have been lost on its way.</summary>
    private async Task AnswerAgain(string id, ConsumeContext<GrantReward> context)
    {
        var message = context.Message;
        var reversed = await grants.Get(Grant.ReversalIdOf(message.RequestId, message.Reward.RewardId), context.CancellationToken) is not null;
        await grants.Change(id, existing =>
        {
            existing.Raise(Answer(existing, reversed));
            return true;
        }, context.CancellationToken);
    }

    /// <param name="Refusal">Why not, and then what was claimed goes back.</param>
    private sealed record Claims(PoolEntry? Unit, PoolEntry? Points, string? Code, string? Refusal);
}
