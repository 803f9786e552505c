using Contracts.Connections;

namespace Gateway.Connections;

internal static class ConnectionRoutes
{
    public static void MapConnections(this RouteGroupBuilder api)
    {
        ListPlatformsRoute.Map(api.MapGroup("").WithTags("Connections"));
        ListKeyUsesRoute.Map(api);
        BeginRewrapRoute.Map(api);
        foreach (var kind in Enum.GetValues<OwnerKind>())
        {
            var owner = api.MapOwner(kind);
            ListPlatformConfigsRoute.Map(owner, kind);
            CreatePlatformConfigRoute.Map(owner, kind);
            ChangePlatformConfigRoute.Map(owner, kind);
            ChangeCurrentConfigRoute.Map(owner, kind);
            DeletePlatformConfigRoute.Map(owner, kind);
            ListConnectedAccountsRoute.Map(owner, kind);
            ConnectAccountRoute.Map(owner, kind);
            ChangeConnectedAccountRoute.Map(owner, kind);
            DisconnectAccountRoute.Map(owner, kind);
        }
    }
}
