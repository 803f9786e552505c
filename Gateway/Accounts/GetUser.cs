using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal static class GetUserRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapGet("/{id:guid}", Handle)
        .WithName("GetUser").WithSummary("One's own account, or any for an ADMIN").NeedsForOthers(Permissions.UsersRead)
        .Refuses(Codes.NotFound);

    private static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        id == caller.Id() || caller.May(Permissions.UsersRead)
            ? (await services.Ask<GetUser, UserDetails>(new GetUser(id), cancellationToken)).Then(user => TypedResults.Ok(user))
            : Problem.NotFound;
}
