using System.Security.Claims;
using Contracts.Rooms;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rooms;

internal static class GetRoomRoute
{
    public static void Map(RouteGroupBuilder rooms) => rooms.MapGet("/{id:guid}", Handle)
        .WithName("GetRoom").WithSummary("A room; one that is INVITED to its owner, the invited, OPERATOR and AUDITOR").Needs(Permissions.EventsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<RoomDetails>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetRoom, RoomDetails>(new GetRoom(id, caller.Caller()), cancellationToken)).Then(room => TypedResults.Ok(room));
}
