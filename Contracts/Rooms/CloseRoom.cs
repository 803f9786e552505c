namespace Contracts.Rooms;

/// <summary>From the Gateway for the owner or an administrator: everybody in the room is told and leaves. Answered with RoomDetails, the same again
/// when it is closed already, or Refused NOT_FOUND.</summary>
public sealed record CloseRoom(Guid RoomId, Caller Caller);
