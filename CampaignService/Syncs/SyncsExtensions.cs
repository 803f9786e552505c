using Bus;
using CampaignService.Campaigns;
using CampaignService.Credentials;
using Contracts.Syncs;
using Documents.Sweeps;
using Storage;

namespace CampaignService.Syncs;

internal static class SyncsExtensions
{
    public static DocumentsBuilder AddSyncs(this DocumentsBuilder documents) => documents
        .Add(Campaign.Schema)
        .Add(Sync.Schema)
        .Add(ListedCampaigns.Schema);

    public static void AddSyncs(this IServiceCollection services)
    {
        services.AddSingleton<AccountSyncs>();
        services.AddSingleton<CampaignChanges>();
        services.AddSingleton<SyncSteps>();
        services.AddDueSweep<Sync>(s => s.DueAt, s => new ContinueSync(s.SyncId, s.Step));
        services.AddDueSweep<ConnectedAccount>(a => a.NextSyncAt, a => new SyncDue(a.Id));
    }

    public static void AddSyncs(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<BeginSyncConsumer>();
        bus.AddRequestConsumer<GetSyncConsumer>();
        bus.AddRequestConsumer<ListSyncsConsumer>();
        bus.AddRequestConsumer<ListCampaignsConsumer>();
        bus.AddRequestConsumer<GetCampaignConsumer>();
        bus.AddDurableConsumer<ContinueSyncConsumer>();
        bus.AddDurableConsumer<SyncDueConsumer>();
        bus.AddDurableConsumer<EndDisconnectedConsumer>();
    }
}
