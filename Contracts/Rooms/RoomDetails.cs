namespace Contracts.Rooms;

/// <summary>A room as those see it who may. Present: how many are in it now.</summary>
public sealed record RoomDetails(
    Guid Id,
    string Name,
    Guid OwnerId,
    int Capacity,
    RoomAccess Access,
    RoomStatus Status,
    int Present,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt);

/// <summary>The answer to ListRooms.</summary>
public sealed record RoomList(IReadOnlyList<RoomDetails> Items, string? NextCursor);
