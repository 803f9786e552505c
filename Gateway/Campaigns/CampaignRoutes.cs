using Contracts.Connections;
using Gateway.Connections;

namespace Gateway.Campaigns;

internal static class CampaignRoutes
{
    public static void MapCampaigns(this RouteGroupBuilder api)
    {
        GetSyncRoute.Map(api);
        foreach (var kind in Enum.GetValues<OwnerKind>())
        {
            var owner = api.MapOwner(kind);
            ListCampaignsRoute.Map(owner, kind);
            GetCampaignRoute.Map(owner, kind);
            BeginSyncRoute.Map(owner, kind);
            ListSyncsRoute.Map(owner, kind);
        }
    }
}
