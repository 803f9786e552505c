using Contracts;
using Contracts.Granting;
using MassTransit;

namespace RewardWorker.Reconciliation;

internal sealed class FindLedgerFaultsConsumer(GrantCheck check) : IConsumer<FindLedgerFaults>
{
    private static readonly Refused NoAnswer = new(Codes.NoAnswer, "EventService, which keeps the requests, did not answer in time. Send the request again.");

    public async Task Consume(ConsumeContext<FindLedgerFaults> context)
    {
        try
        {
            await context.RespondAsync(await check.Part(context.Message.From, context.CancellationToken));
        }
        catch (RequestTimeoutException)
        {
            await context.RespondAsync(NoAnswer);
        }
    }
}
