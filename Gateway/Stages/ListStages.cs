using Contracts.Stages;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Stages;

internal sealed class StageFilter : IChecked
{
    [FromQuery(Name = "status"), Shape(Words = typeof(StageStatus))]
    public string? Status { get; init; }

    public void Check(Faults faults) => faults.Word<StageStatus>(Status, "status");
}

internal static class ListStagesRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapGet("", Handle)
        .WithName("ListStages").WithSummary("Lists stages, newest first").Needs(Permissions.EventsRead);

    private static async Task<Results<Ok<StageList>, Problem>> Handle(
        [AsParameters] StageFilter filter, [AsParameters] Page page, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListStages, StageList>(new ListStages(Words.Parse<StageStatus>(filter.Status), page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
