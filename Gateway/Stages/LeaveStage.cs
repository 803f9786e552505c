using Contracts.Users;
using Contracts.Viewing;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Security.Claims;

namespace Gateway.Stages;

internal static class LeaveStageRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapDelete("/{id:guid}/sessions/{sessionId:guid}", Handle)
        .WithName("LeaveStage").WithSummary("Ends a session: its user, OPERATOR").NeedsForOthers(Permissions.StagesWrite).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageSessionDetails>, Problem>> Handle(
        Guid id, Guid sessionId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<LeaveStage, StageSessionDetails>(new LeaveStage(id, sessionId, caller.Caller()), cancellationToken))
            .Then(session => TypedResults.Ok(session));
}
