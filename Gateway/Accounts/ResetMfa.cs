using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal static class ResetMfaRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapDelete("/{id:guid}/mfa", Handle)
        .WithName("ResetMfa").WithSummary("Takes the second factor of a user who has lost it")
        .Needs(Permissions.UsersWrite).Refuses(Codes.NotFound);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ResetMfa, MfaRemoved>(new ResetMfa(id, caller.Caller()), cancellationToken)).Then(_ => TypedResults.NoContent());
}
