using System.Security.Claims;
using Contracts.Activities;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Texts;

namespace Gateway.Activities;

internal sealed class ActivityFilter : IChecked
{
    [FromQuery(Name = "type")]
    public string? Type { get; init; }

    public void Check(Faults faults) => faults.FilterText(Type, "type");
}

internal static class ListActivitiesRoute
{
    public static void Map(RouteGroupBuilder activities) => activities.MapGet("/users/{id:guid}/activities", Handle)
        .WithName("ListActivities").WithSummary("A user's activities, newest first: self, OPERATOR, AUDITOR").NeedsForOthers(Permissions.ActivitiesRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<ActivityList>, Problem>> Handle(
        Guid id,
        [AsParameters] ActivityFilter filter,
        [AsParameters] Page page,
        ClaimsPrincipal caller,
        ServiceClient services,
        CancellationToken cancellationToken) =>
        caller.Id() == id || caller.May(Permissions.ActivitiesRead)
            ? (await services.Ask<ListActivities, ActivityList>(new ListActivities(id, filter.Type is { } type ? Composed.Of(type) : null, page.Size, page.After), cancellationToken))
                .Then(list => TypedResults.Ok(list))
            : Problem.NotFound;
}
