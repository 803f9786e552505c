using System.Security.Claims;
using Contracts.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rooms;

internal static class ChangeRoomInvitationRoute
{
    private const string Path = "/{id:guid}/invitations/{userId:guid}";

    public static void Map(RouteGroupBuilder rooms)
    {
        rooms.MapPut(Path, Invite).WithName("InviteToRoom").WithSummary("Invites a user, its owner: he sees the room").TakesNoBody().Refuses(Codes.NotFound);
        rooms.MapDelete(Path, Uninvite).WithName("UninviteFromRoom").WithSummary("Takes an invitation back, its owner: who is in an INVITED room leaves").Refuses(Codes.NotFound);
    }

    private static Task<Results<NoContent, Problem>> Invite(
        Guid id, Guid userId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        Change(new ChangeRoomInvitation(id, userId, true, caller.Caller()), services, cancellationToken);

    private static Task<Results<NoContent, Problem>> Uninvite(
        Guid id, Guid userId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        Change(new ChangeRoomInvitation(id, userId, false, caller.Caller()), services, cancellationToken);

    private static async Task<Results<NoContent, Problem>> Change(ChangeRoomInvitation command, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangeRoomInvitation, RoomDetails>(command, cancellationToken)).Then(_ => TypedResults.NoContent());
}
