using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Events;

internal static class GetEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapGet("/{id:guid}", Handle)
        .WithName("GetEvent").WithSummary("An event, its version as ETag; with If-None-Match 304 while it has that version").Needs(Permissions.EventsRead)
        .Produces(StatusCodes.Status304NotModified).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<EventResponse>, StatusCodeHttpResult, Problem>> Handle(
        Guid id,
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch,
        ClaimsPrincipal caller,
        HttpContext context,
        ServiceClient services,
        EventViews views,
        CancellationToken cancellationToken)
    {
        var found = await views.Read(
            $"event {id}",
            caller.Caller(),
            anybody => services.Ask<GetEvent, EventDetails>(new GetEvent(id, anybody), cancellationToken),
            details => [details],
            cancellationToken);
        if (found.Problem is { } refused)
        {
            return refused;
        }

        if (!string.IsNullOrEmpty(ifNoneMatch) && EventTags.Parse(ifNoneMatch)?.Name(found.Reply.Version) == true)
        {
            EventAnswer.Tag(context, found.Reply);
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return EventAnswer.Ok(context, found.Reply);
    }
}
