using System.Security.Claims;
using Contracts.Teams;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class GetTeamRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapGet("/{id:guid}", Handle)
        .WithName("GetTeam").WithSummary("A team with its members, for them and for an ADMIN").NeedsForOthers(Permissions.UsersRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<TeamDetails>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetTeam, TeamDetails>(new GetTeam(id, caller.Caller()), cancellationToken)).Then(team => TypedResults.Ok(team));
}
