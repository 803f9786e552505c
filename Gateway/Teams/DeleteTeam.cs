using System.Security.Claims;
using Contracts.Teams;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class DeleteTeamRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapDelete("/{id:guid}", Handle)
        .WithName("DeleteTeam").WithSummary("Deletes a team with its invitations and connections: its OWNER").Refuses(Codes.NotFound, Codes.Forbidden);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<DeleteTeam, TeamDeleted>(new DeleteTeam(id, caller.Caller()), cancellationToken, context.CommandId(id)))
            .Then(_ => TypedResults.NoContent());
}
