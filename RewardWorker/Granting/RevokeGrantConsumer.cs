using Contracts.Granting;
using Documents;
using MassTransit;
using RewardWorker.Delivery;
using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace RewardWorker.Granting;

/// <summary>
/// Takes a grant back with one contra entry, however often it is asked to, and answers each time. Where nothing is
/// granted yet, nothing will be. What it took returns to stock once, as the reward's policy says.
/// </summary>
internal sealed class RevokeGrantConsumer(
    IDocumentStore<Grant> grants, IDocumentStore<GrantDelivery> deliveries, StockRoom stock, TimeProvider time)
    : IConsumer<RevokeGrant>
{
    public async Task Consume(ConsumeContext<RevokeGrant> context)
    {
        var withdrawn = Grant.Withdrawn(context.Message, time.GetUtcNow());
        if (await Insert(withdrawn, context, answers: true))
        {
            return;
        }

        var existing = await grants.Get(withdrawn.Id, context.CancellationToken);
        if (existing!.Kind != GrantKind.Granted)
        {
            await AnswerAgain(existing.Id, context);
            return;
        }

        var reversal = existing.Reversal(context.Message.Reason, time.GetUtcNow());
        if (existing.HasDelivery)
        {
            // First, since a delivery that is entered from now on looks for it.
            await Insert(reversal, context, answers: false);
        }

        var (unit, points) = Returns(existing, context.Message, disclosed: existing.HasDelivery && await WithdrawDelivery(existing.Id, context));
        if (unit || points)
        {
            if (!existing.HasDelivery)
            {
                await Insert(reversal, context, answers: false);
            }

            await Return(existing, reversal.Id, unit, points, context);
        }
        else if (existing.HasDelivery || !await Insert(reversal, context, answers: true))
        {
            await AnswerAgain(reversal.Id, context);
        }
    }

    /// <summary>
    /// A request that failed never had what it held. A revoked one had it; its coupon code is known to its owner and goes to
    /// nobody else, and since a list of codes is as much as it has codes, no unit returns for it. Nor does one for a code that
    /// a delivery has shown to its receiver.
    /// </summary>
    internal static (bool Unit, bool Points) Returns(Grant grant, RevokeGrant message, bool disclosed) => (
        grant.StockSeq is not null && (grant.CodeOrdinal is null ? message.Compensation || grant.ReturnOnRevoke : message.Compensation && !disclosed),
        grant.BudgetSeq is not null && (message.Compensation || grant.ReturnOnRevoke));

    /// <summary>
    /// Enters the returns in their pools, marks the reversal with them and answers, and then lets them count. Cut off
    /// anywhere, it is continued by the next attempt or by <see cref="StockSweep"/>.
    /// </summary>
    private async Task Return(Grant grant, string reversalId, bool unit, bool points, ConsumeContext<RevokeGrant> context)
    {
        var (stockId, budgetId) = (grant.RewardId.ToString(), StockPool.BudgetIdOf(grant.EventId!.Value));
        var present = (await grants.Get(reversalId, context.CancellationToken))!;
        var stockSeq = present.StockSeq ?? (unit ? await stock.BeginReturn(stockId, reversalId, 1, grant.CodeOrdinal) : null);
        var budgetSeq = present.BudgetSeq ?? (points ? await stock.BeginReturn(budgetId, reversalId, grant.Amount, null) : null);
        var marked = await grants.Change(reversalId, reversal =>
        {
            reversal.StockSeq ??= stockSeq;
            reversal.BudgetSeq ??= budgetSeq;
            reversal.Raise(Answer(context));
            return true;
        }, context.CancellationToken);
        if (stockSeq is { } begunUnit)
        {
            await stock.FinishReturn(stockId, reversalId, begunUnit, counts: marked!.StockSeq == begunUnit);
        }

        if (budgetSeq is { } begunPoints)
        {
            await stock.FinishReturn(budgetId, reversalId, begunPoints, counts: marked!.BudgetSeq == begunPoints);
        }
    }

    /// <returns>Whether its receiver may have seen the grant.</returns>
    private async Task<bool> WithdrawDelivery(string grantId, ConsumeContext<RevokeGrant> context) =>
        await deliveries.Change(grantId, delivery => delivery.Withdraw(time.GetUtcNow()), context.CancellationToken) is { MayHaveArrived: true };

    /// <summary>False when an entry with this id is there already.</summary>
    private async Task<bool> Insert(Grant entry, ConsumeContext<RevokeGrant> context, bool answers)
    {
        if (answers)
        {
            entry.Raise(Answer(context));
        }

        return (await grants.Insert(entry, context.CancellationToken)).IsSaved;
    }

    private async Task AnswerAgain(string id, ConsumeContext<RevokeGrant> context) =>
        await grants.Change(id, entry =>
        {
            entry.Raise(Answer(context));
            return true;
        }, context.CancellationToken);

    private static GrantRevoked Answer(ConsumeContext<RevokeGrant> context) => new(context.Message.RequestId, context.Message.RewardId);
}
