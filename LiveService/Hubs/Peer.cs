using LiveService.Rooms;

namespace LiveService.Hubs;

/// <summary>A participant as the others see him.</summary>
internal sealed record Peer(Guid ParticipantId, Guid UserId, string Name, IReadOnlyList<string> Permissions)
{
    public static Peer Of(RoomParticipant participant) => new(participant.ParticipantId, participant.UserId, participant.Name, participant.Permissions);
}
