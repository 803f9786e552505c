namespace Gateway.ServiceAccounts;

internal static class ServiceAccountRoutes
{
    public static void MapServiceAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/service-accounts").WithTags("Service accounts");
        CreateServiceAccountRoute.Map(accounts);
        ListServiceAccountsRoute.Map(accounts);
        RotateServiceKeyRoute.Map(accounts);
        DeleteServiceAccountRoute.Map(accounts);
    }
}
