namespace Contracts.Rooms;

/// <summary>From the Gateway for a user, who owns the room. Sending it again with the same RoomId answers with the same room.
/// Answered with RoomDetails, or Refused VALIDATION_FAILED.</summary>
public sealed record CreateRoom(Guid RoomId, RoomTerms Terms, Caller Caller);
