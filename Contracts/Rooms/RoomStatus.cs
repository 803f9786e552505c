namespace Contracts.Rooms;

/// <summary>A room is ACTIVE until somebody closes it, or nobody has been in it for a while; then it is closed for good.</summary>
public enum RoomStatus
{
    Active,
    Closed,
}
