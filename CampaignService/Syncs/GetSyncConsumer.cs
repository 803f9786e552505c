using Contracts.Syncs;
using Documents;
using MassTransit;

namespace CampaignService.Syncs;

internal sealed class GetSyncConsumer(IDocumentStore<Sync> syncs) : IConsumer<GetSync>
{
    public async Task Consume(ConsumeContext<GetSync> context)
    {
        var found = await syncs.Get(context.Message.SyncId.ToString(), context.CancellationToken);
        object answer = found is null ? Refusals.NoSync : found.ToDetails();
        await context.RespondAsync(answer, answer.GetType());
    }
}
