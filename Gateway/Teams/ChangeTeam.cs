using System.Security.Claims;
using Contracts.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class ChangeTeamRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapPut("/{id:guid}", Handle)
        .WithName("ChangeTeam").WithSummary("Renames a team: its OWNER and ADMIN").Refuses(Codes.NotFound, Codes.Forbidden);

    private static async Task<Results<Ok<TeamSummary>, Problem>> Handle(
        Guid id, TeamBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangeTeam, TeamSummary>(new ChangeTeam(id, body.Name!, caller.Caller()), cancellationToken)).Then(team => TypedResults.Ok(team));
}
