using Documents;
using RewardWorker.Delivery;
using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace RewardWorker.Granting;

/// <summary>
/// Takes a grant back with one contra entry, however often it is asked to. What it took returns to stock once, as the
/// reward's policy says. Cut off anywhere, it is continued by the next attempt or by <see cref="StockSweep"/>.
/// </summary>
internal sealed class Reverser(IDocumentStore<Grant> grants, IDocumentStore<GrantDelivery> deliveries, StockRoom stock, TimeProvider time)
{
    private const int PageSize = 100;

    /// <param name="compensation">The request failed, so that everything returns to stock; else what the reward's returnOnRevoke says.</param>
    public async Task TakeBack(Guid requestId, Guid rewardId, string reason, bool compensation, CancellationToken cancellationToken)
    {
        var grant = await grants.Get(Grant.IdOf(requestId, rewardId), cancellationToken);
        if (grant is not { Kind: GrantKind.Granted })
        {
            return;
        }

        // First, since a delivery that is entered from now on looks for it.
        var reversal = grant.Reversal(reason, compensation, time.GetUtcNow());
        if (!(await grants.Insert(reversal, cancellationToken)).IsSaved)
        {
            reversal = (await grants.Get(reversal.Id, cancellationToken))!;
            compensation = reversal.IsCompensation ?? compensation;
        }

        var disclosed = grant.HasDelivery && await WithdrawDelivery(grant.Id, cancellationToken);
        var (unit, points) = Returns(grant, compensation, disclosed);
        if (unit || points)
        {
            await Return(grant, reversal, unit, points, cancellationToken);
        }
    }

    /// <summary>All that a request was granted, which is revoked.</summary>
    public async Task TakeBackAll(Guid requestId, string reason, CancellationToken cancellationToken)
    {
        var granted = (await EntriesOf(requestId, cancellationToken)).Where(entry => entry.Kind == GrantKind.Granted);
        await Task.WhenAll(granted.Select(entry => TakeBack(requestId, entry.RewardId, reason, compensation: false, cancellationToken)));
    }

    /// <summary>Whether something stands of what a request was granted.</summary>
    public async Task<bool> FindsSomething(Guid requestId, CancellationToken cancellationToken) =>
        Grant.Held(await EntriesOf(requestId, cancellationToken)).Any();

    /// <summary>
    /// A request that failed never had what it held. A revoked one had it; its coupon code is known to its owner and goes to
    /// nobody else, and since a list of codes is as much as it has codes, no unit returns for it. Nor does one for a code that
    /// a delivery has shown to its receiver.
    /// </summary>
    internal static (bool Unit, bool Points) Returns(Grant grant, bool compensation, bool disclosed) => (
        grant.StockSeq is not null && (grant.CodeOrdinal is null ? compensation || grant.ReturnOnRevoke : compensation && !disclosed),
        grant.BudgetSeq is not null && (compensation || grant.ReturnOnRevoke));

    /// <summary>Enters the returns in their pools, marks the reversal with them, and then lets them count.</summary>
    private async Task Return(Grant grant, Grant reversal, bool unit, bool points, CancellationToken cancellationToken)
    {
        var (stockId, budgetId) = (grant.RewardId.ToString(), StockPool.BudgetIdOf(grant.EventId!.Value));
        var stockSeq = reversal.StockSeq ?? (unit ? await stock.BeginReturn(stockId, reversal.Id, 1, grant.CodeOrdinal) : null);
        var budgetSeq = reversal.BudgetSeq ?? (points ? await stock.BeginReturn(budgetId, reversal.Id, grant.Amount, null) : null);
        var marked = (await grants.Change(reversal.Id, present => Mark(present, stockSeq, budgetSeq), cancellationToken))!;
        if (stockSeq is { } begunUnit)
        {
            await stock.FinishReturn(stockId, reversal.Id, begunUnit, counts: marked.StockSeq == begunUnit);
        }

        if (budgetSeq is { } begunPoints)
        {
            await stock.FinishReturn(budgetId, reversal.Id, begunPoints, counts: marked.BudgetSeq == begunPoints);
        }
    }

    /// <returns>False when it was marked before.</returns>
    private static bool Mark(Grant reversal, long? stockSeq, long? budgetSeq)
    {
        var before = (reversal.StockSeq, reversal.BudgetSeq);
        reversal.StockSeq ??= stockSeq;
        reversal.BudgetSeq ??= budgetSeq;
        return before != (reversal.StockSeq, reversal.BudgetSeq);
    }

    private async Task<List<Grant>> EntriesOf(Guid requestId, CancellationToken cancellationToken)
    {
        var entries = new List<Grant>();
        await foreach (var page in grants.Pages(Grant.Of(requestId).Take(PageSize), cancellationToken))
        {
            entries.AddRange(page);
        }

        return entries;
    }

    /// <returns>Whether its receiver may have seen the grant.</returns>
    private async Task<bool> WithdrawDelivery(string grantId, CancellationToken cancellationToken) =>
        await deliveries.Change(grantId, delivery => delivery.Withdraw(time.GetUtcNow()), cancellationToken) is { MayHaveArrived: true };
}
