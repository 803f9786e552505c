using System.Runtime.Serialization;

namespace Messaging.Client;

/// <summary>Where people talk to each other. Present: how many are in it now.</summary>
public sealed record Room(
    Guid Id, string Name, Guid OwnerId, int Capacity, RoomAccess Access, RoomStatus Status, int Present, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>Who sees a room: everybody who is signed in, or those whom its owner has invited.</summary>
public enum RoomAccess
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Open,
    Invited,
}

public enum RoomStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Active,
    Closed,
}

/// <summary>What a participant may bring into a room.</summary>
public enum RoomPermission
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,

    [EnumMember(Value = "audio")]
    Audio,

    [EnumMember(Value = "video")]
    Video,

    [EnumMember(Value = "screen")]
    Screen,

    [EnumMember(Value = "data")]
    Data,
}

/// <summary>With which the hub lets its holder in, for an hour.</summary>
public sealed record RoomToken(string Token, IReadOnlyList<RoomPermission> Permissions, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the token, for logs.</summary>
    public override string ToString() => $"{nameof(RoomToken)} until {ExpiresAt:O}";
}

/// <summary>One stay in a room. LeftAt is null while it lasts.</summary>
public sealed record RoomStay(
    Guid ParticipantId, Guid UserId, IReadOnlyList<RoomPermission> Permissions, DateTimeOffset JoinedAt, DateTimeOffset? LeftAt, long DurationSeconds);

/// <summary>Rooms. What happens in one goes over <see cref="LiveClient"/>.</summary>
public sealed class RoomsClient
{
    private readonly Api api;

    internal RoomsClient(Api api) => this.api = api;

    /// <param name="capacity">2 to 50; 10 by default.</param>
    public Task<Room> Create(string name, int? capacity = null, RoomAccess? access = null, CancellationToken cancellationToken = default) =>
        api.Post<Room>("/rooms", new { name, capacity, access }, cancellationToken);

    /// <summary>The rooms that the caller sees.</summary>
    /// <param name="mine">true: those that he owns.</param>
    public Pages<Room> List(RoomStatus? status = null, bool? mine = null) => api.List<Room>("/rooms", Query.None.With("status", status).With("mine", mine));

    public Task<Room> Get(Guid id, CancellationToken cancellationToken = default) => api.Get<Room>($"/rooms/{id}", cancellationToken);

    /// <summary>For good: everybody in it leaves.</summary>
    public Task Close(Guid id, CancellationToken cancellationToken = default) => api.Delete($"/rooms/{id}", cancellationToken);

    public Task Invite(Guid id, Guid userId, CancellationToken cancellationToken = default) => api.Put($"/rooms/{id}/invitations/{userId}", null, cancellationToken);

    /// <summary>Who is in an INVITED room leaves.</summary>
    public Task Uninvite(Guid id, Guid userId, CancellationToken cancellationToken = default) => api.Delete($"/rooms/{id}/invitations/{userId}", cancellationToken);

    public Task<RoomToken> IssueToken(Guid id, IReadOnlyCollection<RoomPermission> permissions, CancellationToken cancellationToken = default) =>
        api.Post<RoomToken>($"/rooms/{id}/tokens", new { permissions }, cancellationToken);

    /// <summary>Who is, and was, in the room.</summary>
    public Pages<RoomStay> Participants(Guid id) => api.List<RoomStay>($"/rooms/{id}/participants");
}
