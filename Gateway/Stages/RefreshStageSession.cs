using System.Security.Claims;
using Contracts.Viewing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal static class RefreshStageSessionRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapPost("/{id:guid}/sessions/{sessionId:guid}/heartbeat", Handle)
        .WithName("RefreshStageSession").WithSummary("Tells that one is still there: a session ends 45 s after the last").TakesNoBody()
        .Refuses(Codes.NotFound, Codes.SessionEnded);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, Guid sessionId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RefreshStageSession, StageSessionRefreshed>(new RefreshStageSession(id, sessionId, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
