using Contracts.Stages;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Security.Claims;

namespace Gateway.Stages;

internal static class CloseStageRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapPost("/{id:guid}/close", Handle)
        .WithName("CloseStage").WithSummary("Closes a stage for good: its sessions end, its tokens open nothing any more").TakesNoBody()
        .Needs(Permissions.StagesWrite).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageDetails>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CloseStage, StageDetails>(new CloseStage(id, caller.Caller()), cancellationToken)).Then(stage => TypedResults.Ok(stage));
}
