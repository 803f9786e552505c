using System.Text.Json.Serialization;
using Messages;

namespace LiveService.Rooms;

/// <summary>Who is in a room, as long as he is heard of.</summary>
/// <param name="ConnectionId">Of the hub; the latest, when he came again.</param>
/// <param name="SeenAt">When he left, if he is not heard of any more.</param>
/// <param name="LapsesAt">When he has left unless he is heard of before.</param>
internal sealed record RoomParticipant(
    Guid ParticipantId,
    Guid UserId,
    string Name,
    IReadOnlyList<string> Permissions,
    string ConnectionId,
    DateTimeOffset JoinedAt,
    DateTimeOffset SeenAt,
    DateTimeOffset LapsesAt) : Extensible
{
    /// <summary>Of a connection that stands; its instance says so three times meanwhile.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Of one that was lost.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Nothing reaches him until he comes again.</summary>
    [JsonIgnore]
    public bool IsLost => LapsesAt - SeenAt <= Grace;

    public RoomParticipant Heard(DateTimeOffset now) => this with { SeenAt = Later(now), LapsesAt = Later(now) + Lease };

    public RoomParticipant Lost(DateTimeOffset now) => this with { SeenAt = Later(now), LapsesAt = Later(now) + Grace };

    /// <summary>An instance whose clock is behind takes nothing back.</summary>
    private DateTimeOffset Later(DateTimeOffset now) => now > SeenAt ? now : SeenAt;
}
