using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

internal static class GetProgressRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapGet("/{id:guid}/progress", Handle)
        .WithName("GetProgress").WithSummary("How far the caller meets the event's condition").Needs(Permissions.EventsRead)
        .Refuses(Codes.NotFound);

    private static async Task<Results<Ok<Evaluation>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<EvaluateEvent, Evaluation>(new EvaluateEvent(id, caller.Id(), At: null, caller.Caller()), cancellationToken))
            .Then(evaluation => TypedResults.Ok(evaluation));
}
