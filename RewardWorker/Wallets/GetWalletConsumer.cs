using Contracts.Wallets;
using Documents;
using MassTransit;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;

namespace RewardWorker.Wallets;

internal sealed class GetWalletConsumer(IDocumentStore<Grant> grants, IDocumentStore<RewardFulfilmentState> fulfilments) : IConsumer<GetWallet>
{
    private const int PageSize = 1000;

    public async Task Consume(ConsumeContext<GetWallet> context)
    {
        var ledger = new List<Grant>();
        string? next = null;
        do
        {
            var page = await grants.Query(
                new Query<Grant>().Where(g => g.UserId, context.Message.UserId).OrderBy(g => g.At).After(Cursor.Parse(next)).Take(PageSize),
                context.CancellationToken);
            ledger.AddRange(page.Items);
            next = page.NextCursor;
        }
        while (next is not null);

        var held = Wallet.Held(ledger).ToList();
        var hidden = await Task.WhenAll(held.Where(g => g.CodeOrdinal is not null).Select(g => Unsettled(g, context.CancellationToken)));
        await context.RespondAsync(Wallet.Of(held.Except(hidden.OfType<Grant>())));
    }

    /// <summary>
    /// The grant, unless its request is known to have been fulfilled: the code of one that fails goes to somebody else, and so may not have been seen.
    /// </summary>
    private async Task<Grant?> Unsettled(Grant grant, CancellationToken cancellationToken)
    {
        var fulfilment = await fulfilments.Get(grant.RequestId.ToString(), cancellationToken);
        return fulfilment?.CurrentState is nameof(RewardFulfilmentStateMachine.Fulfilled) or nameof(RewardFulfilmentStateMachine.Revoked) ? null : grant;
    }
}
