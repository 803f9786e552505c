using System.Security.Claims;
using Contracts.Teams;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class CreateTeamRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapPost("", Handle)
        .WithName("CreateTeam").WithSummary("Makes a team, of which the caller is OWNER").RequireAuthorization(Policies.User).Refuses(Codes.NotFound);

    private static async Task<Results<Created<TeamSummary>, Problem>> Handle(
        TeamBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CreateTeam, TeamSummary>(new CreateTeam(context.NewResourceId(), body.Name!, caller.Caller()), cancellationToken))
            .Then(team => TypedResults.Created(context.Link($"/teams/{team.Id}"), team));
}
