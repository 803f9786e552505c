namespace Contracts.Rooms;

/// <summary>From the Gateway for the owner or those who look after the platform. Answered with RoomParticipantList, newest first, or Refused
/// NOT_FOUND, VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListRoomParticipants(Guid RoomId, int Limit, string? Cursor, Caller Caller);

/// <summary>One stay in a room, in whole seconds. LeftAt is null while it lasts.</summary>
public sealed record RoomParticipantDetails(
    Guid ParticipantId, Guid UserId, IReadOnlyList<string> Permissions, DateTimeOffset JoinedAt, DateTimeOffset? LeftAt, long DurationSeconds);

/// <summary>The answer to ListRoomParticipants.</summary>
public sealed record RoomParticipantList(IReadOnlyList<RoomParticipantDetails> Items, string? NextCursor);
