using Contracts;
using LiveService.Rooms;

namespace LiveService.Hubs;

internal sealed record SignalTold(Guid RoomId, Guid From, string Kind, Wire Payload);

/// <summary>From which participant a signal is, and to which connection it goes: both in this room, at this moment.</summary>
internal sealed record SignalRoute(Guid From, string? ConnectionId, Refused? Refusal)
{
    public static SignalRoute Decide(Room? room, string connectionId, Guid to, DateTimeOffset now)
    {
        var present = room?.Present.FindAll(participant => participant.LapsesAt > now) ?? [];
        return present.Find(participant => participant.ConnectionId == connectionId) is not { } self ? new(default, null, HubRefusals.NotInRoom)
            : present.Find(participant => participant.ParticipantId == to && !participant.IsLost) is not { } peer ? new(default, null, HubRefusals.NoSuchPeer)
            : new(self.ParticipantId, peer.ConnectionId, null);
    }
}
