using Contracts.Granting;
using MassTransit;

namespace RewardWorker.Reconciliation;

internal sealed class FindOversoldConsumer(StockCheck check) : IConsumer<FindOversold>
{
    public async Task Consume(ConsumeContext<FindOversold> context) =>
        await context.RespondAsync(await check.Part(context.Message.After, context.CancellationToken));
}
