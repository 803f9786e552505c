namespace Contracts.Rooms;

/// <summary>From the Gateway: the rooms that the caller sees, or those alone that he owns. Answered with RoomList, newest first, a page of which may
/// be short and still have a cursor, or Refused VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListRooms(RoomStatus? Status, bool Mine, int Limit, string? Cursor, Caller Caller);
