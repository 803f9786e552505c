using Contracts.Rooms;
using Documents;

namespace LiveService.Rooms;

/// <summary>That somebody was in a room, and for how long. Its id is the participant's.</summary>
internal sealed class RoomStay : Document
{
    public static readonly Schema<RoomStay> Schema = new Schema<RoomStay>("room_stays").Index(s => s.RoomId, s => s.JoinedAt);

    public required Guid RoomId { get; init; }

    public required Guid UserId { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    public DateTimeOffset? LeftAt { get; set; }

    public static RoomStay Of(RecordRoomStay message) => new()
    {
        Id = message.ParticipantId.ToString(),
        RoomId = message.RoomId,
        UserId = message.UserId,
        Permissions = message.Permissions,
        JoinedAt = message.JoinedAt,
        LeftAt = message.LeftAt,
    };

    public RoomParticipantDetails ToDetails(DateTimeOffset now) =>
        new(Guid.Parse(Id), UserId, Permissions, JoinedAt, LeftAt, Math.Max(0, (long)((LeftAt ?? now) - JoinedAt).TotalSeconds));
}
