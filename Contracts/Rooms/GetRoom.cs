namespace Contracts.Rooms;

/// <summary>From the Gateway. Answered with RoomDetails, or Refused NOT_FOUND, also to whom it is not shown.</summary>
public sealed record GetRoom(Guid RoomId, Caller Caller);
