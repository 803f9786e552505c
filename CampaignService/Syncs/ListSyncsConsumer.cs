using CampaignService.Campaigns;
using CampaignService.Platforms;
using Contracts;
using Contracts.Syncs;
using Documents;
using MassTransit;

namespace CampaignService.Syncs;

internal sealed class ListSyncsConsumer(IDocumentStore<Sync> syncs, KnownPlatforms platforms) : IConsumer<ListSyncs>
{
    public async Task Consume(ConsumeContext<ListSyncs> context)
    {
        var message = context.Message;
        if (platforms.Find(message.Platform) is null)
        {
            await context.RespondAsync(Refusals.NoPlatform);
            return;
        }

        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var page = await syncs.Query(
            new Query<Sync>().Where(s => s.Scope, Campaign.ScopeOf(message.Owner.ToString(), message.Platform)).OrderByDescending(s => s.StartedAt).After(cursor).Take(message.Limit),
            context.CancellationToken);
        await context.RespondAsync(new SyncList([.. page.Items.Select(sync => sync.ToDetails())], page.NextCursor));
    }
}
