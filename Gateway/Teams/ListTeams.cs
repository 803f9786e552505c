using System.Security.Claims;
using Contracts.Teams;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class ListTeamsRoute
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/users/{id:guid}/teams", Handle)
        .WithName("ListTeams").WithSummary("The teams of a user with his role in each, those that he joined last first")
        .NeedsForOthers(Permissions.UsersRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<TeamList>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        caller.Id() == id || caller.May(Permissions.UsersRead)
            ? (await services.Ask<ListTeams, TeamList>(new ListTeams(id, page.Size, page.After), cancellationToken)).Then(list => TypedResults.Ok(list))
            : Problem.NotFound;
}
