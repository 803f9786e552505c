namespace Gateway.Connections;

internal static class ConnectionRoutes
{
    public static void MapConnections(this RouteGroupBuilder api)
    {
        ListPlatformsRoute.Map(api.MapGroup("").WithTags("Connections"));
    }
}
