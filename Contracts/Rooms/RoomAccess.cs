namespace Contracts.Rooms;

/// <summary>Who sees a room: everybody who is signed in, or those whom its owner has invited.</summary>
public enum RoomAccess
{
    Open,
    Invited,
}
