namespace Contracts.Rooms;

/// <summary>From LiveService to each of its instances: who is in these rooms has changed, or they have ended. A hint, which may be lost.</summary>
public sealed record RoomsChanged(IReadOnlyList<Guid> RoomIds);
