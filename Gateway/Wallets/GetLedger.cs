using System.Security.Claims;
using Contracts.Users;
using Contracts.Wallets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Wallets;

internal static class GetLedgerRoute
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapGet("/me/ledger", OfCaller).WithName("GetMyLedger").WithSummary("One's own ledger, newest first");
        wallets.MapGet("/users/{id:guid}/ledger", OfUser)
            .WithName("GetLedger").WithSummary("A user's ledger, newest first: self, OPERATOR, AUDITOR").NeedsForOthers(Permissions.WalletsRead).Refuses(Codes.NotFound);
    }

    private static Task<Results<Ok<LedgerPage>, Problem>> OfCaller(
        [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        OfUser(caller.Id(), page, caller, services, cancellationToken);

    private static async Task<Results<Ok<LedgerPage>, Problem>> OfUser(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        caller.MaySeeWalletOf(id)
            ? (await services.Ask<GetLedger, LedgerPage>(new GetLedger(id, page.Size, page.After), cancellationToken)).Then(ledger => TypedResults.Ok(ledger))
            : Problem.NotFound;
}
