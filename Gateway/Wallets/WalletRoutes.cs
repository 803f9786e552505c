namespace Gateway.Wallets;

internal static class WalletRoutes
{
    public static void MapWallets(this RouteGroupBuilder api)
    {
        var wallets = api.MapGroup("").WithTags("Wallets");
        GetWalletRoute.Map(wallets);
        GetLedgerRoute.Map(wallets);
    }
}
