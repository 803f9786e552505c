using Contracts;
using Contracts.Wallets;
using Documents;
using MassTransit;
using RewardWorker.Ledger;

namespace RewardWorker.Wallets;

internal sealed class GetLedgerConsumer(IDocumentStore<Grant> grants) : IConsumer<GetLedger>
{
    public async Task Consume(ConsumeContext<GetLedger> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var after))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var page = await grants.Query(
            new Query<Grant>().Where(g => g.UserId, message.UserId).OrderByDescending(g => g.At).After(after).Take(message.Limit),
            context.CancellationToken);
        await context.RespondAsync(new LedgerPage([.. page.Items.Select(g => g.ToEntry())], page.NextCursor));
    }
}
