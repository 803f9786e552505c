using System.Security.Claims;
using Contracts.Rooms;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rooms;

internal static class ListRoomParticipantsRoute
{
    public static void Map(RouteGroupBuilder rooms) => rooms.MapGet("/{id:guid}/participants", Handle)
        .WithName("ListRoomParticipants").WithSummary("Who is, and was, in the room and for how long, newest first: its owner, OPERATOR, AUDITOR")
        .NeedsForOthers(Permissions.ActivitiesRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<RoomParticipantList>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListRoomParticipants, RoomParticipantList>(new ListRoomParticipants(id, page.Size, page.After, caller.Caller()), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
