using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Events;

internal sealed class EventFilter : IChecked
{
    [FromQuery(Name = "status"), Shape(Words = typeof(EventStatus))]
    public string? Status { get; init; }

    /// <summary>true: only events that can be requested now.</summary>
    [FromQuery(Name = "active"), Shape("boolean")]
    public string? Active { get; init; }

    /// <summary>A part of the name, in any case.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    public void Check(Faults faults)
    {
        faults.Word<EventStatus>(Status, "status");
        faults.FilterFlag(Active, "active");
        faults.FilterText(Q, "q");
    }
}

internal static class ListEventsRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapGet("", Handle)
        .WithName("ListEvents").WithSummary("Lists the events that the caller may see, newest first; a page of a search may be short and still have a nextCursor").Needs(Permissions.EventsRead);

    private static async Task<Results<Ok<EventListResponse>, Problem>> Handle(
        [AsParameters] EventFilter filter, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, EventViews views, CancellationToken cancellationToken)
    {
        var query = new ListEvents(
            Words.Parse<EventStatus>(filter.Status), QueryFilter.Flag(filter.Active), filter.Q, page.Size, page.After, caller.Caller());

        var list = IsHot(query)
            ? await views.Read(
                $"events {query.Status} {query.Limit}",
                query.Caller,
                anybody => services.Ask<ListEvents, EventList>(query with { Caller = anybody }, cancellationToken),
                shown => shown.Items,
                cancellationToken)
            : await services.Ask<ListEvents, EventList>(query, cancellationToken);
        return list.Then(found => TypedResults.Ok(new EventListResponse([.. found.Items.Select(EventResponse.Of)], found.NextCursor)));
    }

    /// <summary>
    /// What many ask alike: a search and a later page are one reader's own. And what no event enters by the clock alone, since an
    /// event that is not in a list cannot say when it will be.
    /// </summary>
    private static bool IsHot(ListEvents query) =>
        string.IsNullOrEmpty(query.NameContains) && query.Cursor is null && query.Active is null && query.Status is not EventStatus.Ended;
}
