using System.Security.Claims;
using Contracts.Users;
using Contracts.Wallets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Wallets;

internal static class GetWalletRoute
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapGet("/me/wallet", OfCaller).WithName("GetMyWallet").WithSummary("What one's own ledger adds up to");
        wallets.MapGet("/users/{id:guid}/wallet", OfUser)
            .WithName("GetWallet").WithSummary("What a user's ledger adds up to, without coupon codes: self, OPERATOR, AUDITOR").NeedsForOthers(Permissions.WalletsRead).Refuses(Codes.NotFound);
    }

    private static Task<Results<Ok<WalletDetails>, Problem>> OfCaller(
        ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        OfUser(caller.Id(), caller, services, cancellationToken);

    private static async Task<Results<Ok<WalletDetails>, Problem>> OfUser(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        caller.MaySeeWalletOf(id)
            ? (await services.Ask<GetWallet, WalletDetails>(new GetWallet(id), cancellationToken)).Then(wallet => TypedResults.Ok(id == caller.Id() ? wallet : wallet.WithoutCodes()))
            : Problem.NotFound;
}
