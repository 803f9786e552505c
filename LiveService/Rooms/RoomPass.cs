namespace LiveService.Rooms;

/// <summary>What a room token says of its holder.</summary>
internal sealed record RoomPass(Guid RoomId, Guid UserId, string Name, IReadOnlyList<string> Permissions);
