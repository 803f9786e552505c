using System.Security.Claims;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.ServiceAccounts;

internal static class DeleteServiceAccountRoute
{
    public static void Map(RouteGroupBuilder accounts) => accounts.MapDelete("/{id:guid}", Handle)
        .WithName("DeleteServiceAccount").WithSummary("Deletes a service account: no key of it counts from then on")
        .Needs(Permissions.UsersWrite).Refuses(Codes.NotFound);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<DeleteServiceAccount, ServiceAccountDeleted>(new DeleteServiceAccount(id, caller.Caller()), cancellationToken, context.CommandId(id)))
            .Then(_ => TypedResults.NoContent());
}
