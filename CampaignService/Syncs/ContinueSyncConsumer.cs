using Contracts.Syncs;
using MassTransit;

namespace CampaignService.Syncs;

internal sealed class ContinueSyncConsumer(SyncSteps steps) : IConsumer<ContinueSync>
{
    public Task Consume(ConsumeContext<ContinueSync> context) => steps.Continue(context.Message.SyncId, context.Message.Step, context.CancellationToken);
}
