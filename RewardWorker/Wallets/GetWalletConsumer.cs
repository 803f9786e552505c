using Contracts.Wallets;
using MassTransit;
using Persistence;
using RewardWorker.Granting;

namespace RewardWorker.Wallets;

internal sealed class GetWalletConsumer(IDocumentStore<Grant> grants) : IConsumer<GetWallet>
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

        await context.RespondAsync(Wallet.Of(ledger));
    }
}
