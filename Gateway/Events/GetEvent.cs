using System.Security.Claims;
using Contracts.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

internal static class GetEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapGet("/{id:guid}", Handle)
        .WithName("GetEvent").WithSummary("An event, its version as ETag")
        .Refuses(Codes.NotFound);

    private static async Task<Results<Ok<EventResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetEvent, EventDetails>(new GetEvent(id, caller.Caller()), cancellationToken))
            .Then(found => EventAnswer.Ok(context, found));
}
