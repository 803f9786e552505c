namespace Contracts.Rooms;

/// <summary>From the Gateway for the owner: whether the user is invited. One who is not any more leaves. Answered with RoomDetails, or Refused
/// NOT_FOUND, VALIDATION_FAILED when the room has as many invitations as it may.</summary>
public sealed record ChangeRoomInvitation(Guid RoomId, Guid UserId, bool IsInvited, Caller Caller);
