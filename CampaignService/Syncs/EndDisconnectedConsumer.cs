using CampaignService.Campaigns;
using Contracts.Connections;
using Contracts.Syncs;
using Documents;
using MassTransit;

namespace CampaignService.Syncs;

/// <summary>What was taken away is synced no more, and has no campaigns.</summary>
internal sealed class EndDisconnectedConsumer(IDocumentStore<Sync> syncs, CampaignChanges changes, TimeProvider time) : IConsumer<AccountDisconnected>
{
    public async Task Consume(ConsumeContext<AccountDisconnected> context)
    {
        var (owner, platform, accountId, connectionId) = context.Message;
        var key = Sync.AccountKeyOf(Campaign.ScopeOf(owner.ToString(), platform), accountId);
        var open = await syncs.Query(new Query<Sync>().Where(s => s.AccountKey, key).OrderBy(s => s.StartedAt).Take(1), context.CancellationToken);
        foreach (var sync in open.Items)
        {
            await syncs.Change(sync.Id, stored => End(stored, accountId, connectionId, time.GetUtcNow()), context.CancellationToken);
        }

        await changes.DeleteAll(connectionId, context.CancellationToken);
    }

    private static bool End(Sync sync, string accountId, Guid connectionId, DateTimeOffset now)
    {
        if (!sync.IsOpen || sync.Current != accountId || (sync.ConnectionId is { } began && began != connectionId))
        {
            return false;
        }

        sync.Fail(SyncErrors.NotConnected, now);
        return true;
    }
}
