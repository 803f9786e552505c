namespace Contracts.Rooms;

/// <summary>From LiveService to itself when somebody came into a room, and again, with LeftAt, when he left for good: the stay is on record.</summary>
public sealed record RecordRoomStay(
    Guid RoomId, Guid ParticipantId, Guid UserId, IReadOnlyList<string> Permissions, DateTimeOffset JoinedAt, DateTimeOffset? LeftAt);
