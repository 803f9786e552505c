using System.Security.Claims;
using Contracts.Users;
using Contracts.Viewing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal static class ListViewerSessionsRoute
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/users/{id:guid}/viewer-sessions", Handle)
        .WithName("ListViewerSessions").WithSummary("A user's sessions on all stages, newest first: self, OPERATOR, AUDITOR").NeedsForOthers(Permissions.ActivitiesRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageSessionList>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        caller.Id() == id || caller.May(Permissions.ActivitiesRead)
            ? (await services.Ask<ListViewerSessions, StageSessionList>(new ListViewerSessions(id, page.Size, page.After), cancellationToken)).Then(list => TypedResults.Ok(list))
            : Problem.NotFound;
}
