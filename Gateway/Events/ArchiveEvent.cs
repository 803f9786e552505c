using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

internal static class ArchiveEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapDelete("/{id:guid}", Handle)
        .WithName("ArchiveEvent").WithSummary("Archives an event; its history stays")
        .Needs(Permissions.OperationsWrite).Refuses(Codes.NotFound);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(id, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
