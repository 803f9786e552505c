namespace LiveService.Rooms;

/// <summary>Announced with each change of who is in a room.</summary>
internal sealed record RoomChange(Guid RoomId);
