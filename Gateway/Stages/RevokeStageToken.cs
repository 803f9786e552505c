using Contracts.Stages;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Security.Claims;

namespace Gateway.Stages;

internal static class RevokeStageTokenRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapDelete("/{id:guid}/tokens/{participantId:guid}", Handle)
        .WithName("RevokeStageToken").WithSummary("Revokes a token and ends what it has opened: OPERATOR, its holder").NeedsForOthers(Permissions.StagesWrite).Refuses(Codes.NotFound);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, Guid participantId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RevokeStageToken, StageTokenRevoked>(new RevokeStageToken(id, participantId, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
