using Contracts.Users;
using Contracts.Viewing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Stages;

internal sealed class StageSessionFilter : IChecked
{
    /// <summary>true: only sessions that last; false: only those that have ended.</summary>
    [FromQuery(Name = "open"), Shape("boolean")]
    public string? Open { get; init; }

    public void Check(Faults faults) => faults.FilterFlag(Open, "open");
}

internal static class ListStageSessionsRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapGet("/{id:guid}/sessions", Handle)
        .WithName("ListStageSessions").WithSummary("Who is, and was, on the stage, newest first; a page of a search may be short and still have a nextCursor")
        .Needs(Permissions.ActivitiesRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageSessionList>, Problem>> Handle(
        Guid id, [AsParameters] StageSessionFilter filter, [AsParameters] Page page, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListStageSessions, StageSessionList>(new ListStageSessions(id, QueryFilter.Flag(filter.Open), page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
