using Contracts.Stages;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal static class GetStageRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapGet("/{id:guid}", Handle)
        .WithName("GetStage").WithSummary("A stage").Needs(Permissions.EventsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageDetails>, Problem>> Handle(Guid id, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetStage, StageDetails>(new GetStage(id), cancellationToken)).Then(stage => TypedResults.Ok(stage));
}
