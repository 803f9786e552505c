using Contracts.Users;
using Contracts.Viewing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal static class GetStageStatsRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapGet("/{id:guid}/stats", Handle)
        .WithName("GetStageStats").WithSummary("How many are on the stage, and what all sessions come to; at most 5 s old").Needs(Permissions.EventsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageStats>, Problem>> Handle(Guid id, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetStageStats, StageStats>(new GetStageStats(id), cancellationToken)).Then(stats => TypedResults.Ok(stats));
}
