namespace Contracts.Rooms;

/// <summary>From the Gateway for whoever sees the room. Name: what the others in it call him. Answered with RoomTokenIssued, or Refused NOT_FOUND,
/// ROOM_CLOSED, VALIDATION_FAILED.</summary>
public sealed record IssueRoomToken(Guid RoomId, IReadOnlyList<string> Permissions, string Name, Caller Caller);

/// <summary>The answer to IssueRoomToken: the only place where the token is told.</summary>
public sealed record RoomTokenIssued(string Token, IReadOnlyList<string> Permissions, DateTimeOffset ExpiresAt);
