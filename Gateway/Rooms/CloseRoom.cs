using System.Security.Claims;
using Contracts.Rooms;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rooms;

internal static class CloseRoomRoute
{
    public static void Map(RouteGroupBuilder rooms) => rooms.MapDelete("/{id:guid}", Handle)
        .WithName("CloseRoom").WithSummary("Closes a room for good, its owner or an ADMIN: everybody in it leaves").NeedsForOthers(Permissions.OperationsWrite).Refuses(Codes.NotFound);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CloseRoom, RoomDetails>(new CloseRoom(id, caller.Caller()), cancellationToken)).Then(_ => TypedResults.NoContent());
}
