using Contracts;
using Contracts.Audit;
using Contracts.Rooms;
using Contracts.Users;
using Documents;

namespace LiveService.Rooms;

/// <summary>
/// Who talks to whom. Who is in it stands in the document itself, each under a lease: so its version decides who gets the last
/// place, and a list of those present is the truth of one moment. What a lease ends has ended, whether the sweep has come by or not.
/// </summary>
internal sealed class Room : Document
{
    public static readonly Schema<Room> Schema = new Schema<Room>("rooms")
        .Index(r => r.CreatedAt)
        .Index(r => r.Status, r => r.CreatedAt)
        .Index(r => r.OwnerId, r => r.CreatedAt)
        .Index(r => r.DueAt);

    public const int MostInvitations = 500;

    /// <summary>How long it lasts while nobody has been in it.</summary>
    private static readonly TimeSpan UnusedLife = TimeSpan.FromMinutes(60);

    /// <summary>How long it lasts after the last has left.</summary>
    private static readonly TimeSpan EmptyLife = TimeSpan.FromMinutes(10);

    public required RoomTerms Terms { get; init; }

    public RoomStatus Status { get; set; }

    public required Guid OwnerId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it ends if nobody is in it until then.</summary>
    public required DateTimeOffset EmptyUntil { get; set; }

    /// <summary>When the next lease ends, or the room itself; null once it is closed.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public List<Guid> Invited { get; init; } = [];

    public List<RoomParticipant> Present { get; init; } = [];

    public static Room Of(CreateRoom message, DateTimeOffset now)
    {
        var room = new Room
        {
            Id = message.RoomId.ToString(),
            Terms = message.Terms,
            OwnerId = message.Caller.UserId,
            CreatedAt = now,
            EmptyUntil = now + UnusedLife,
            DueAt = now + UnusedLife,
        };
        room.Audit(now, Actor.Of(message.Caller), "room.created", Snapshot.Of(message.Terms));
        return room;
    }

    public bool IsSeenBy(Caller caller) =>
        Terms.Access == RoomAccess.Open || IsOwnOrMay(caller, Permissions.ActivitiesRead) || Invited.Contains(caller.UserId);

    public bool IsOwnOrMay(Caller caller, string permission) => OwnerId == caller.UserId || caller.May(permission);

    /// <summary>False when it is closed already. Who is in it leaves.</summary>
    public bool Close(string actor, DateTimeOffset now)
    {
        if (Status == RoomStatus.Closed)
        {
            return false;
        }

        Lapse(now);
        RemoveAll(_ => true, _ => now);
        if (Status != RoomStatus.Closed)
        {
            End(actor, now);
        }

        return true;
    }

    public Refused? Invite(Guid userId, string actor, DateTimeOffset now)
    {
        if (Invited.Contains(userId))
        {
            return null;
        }

        if (Invited.Count >= MostInvitations)
        {
            return new FieldFaults().Add("userId", $"is one more than the {MostInvitations} whom a room may invite.").ToRefusal();
        }

        Invited.Add(userId);
        Audit(now, actor, "room.invited", Snapshot.Of(new { userId }));
        return null;
    }

    /// <summary>One who does not see it any more leaves.</summary>
    public void Uninvite(Guid userId, string actor, DateTimeOffset now)
    {
        if (Invited.Remove(userId))
        {
            Audit(now, actor, "room.uninvited", Snapshot.Of(new { userId }));
            RemoveAll(participant => participant.UserId == userId && Terms.Access == RoomAccess.Invited && userId != OwnerId, _ => now);
        }
    }

    /// <summary>The participant who has this connection after it; of several joins at once each finds what those before it have made.</summary>
    /// <param name="resumed">As whom he was here before.</param>
    public (RoomParticipant? Participant, Refused? Refusal) Join(RoomPass pass, string connectionId, Guid? resumed, Guid participantId, DateTimeOffset now)
    {
        Lapse(now);
        if (Status == RoomStatus.Closed)
        {
            return (null, Refusals.RoomClosed);
        }

        var known = Present.Find(other => other.ConnectionId == connectionId) ?? Present.Find(other => other.ParticipantId == resumed && other.UserId == pass.UserId);
        if (known is null && Present.Count >= Terms.Capacity)
        {
            return (null, Refusals.RoomFull);
        }

        var participant = known is null
            ? new RoomParticipant(participantId, pass.UserId, pass.Name, pass.Permissions, connectionId, now, now, now + RoomParticipant.Lease)
            : known.Heard(now) with { Name = pass.Name, Permissions = pass.Permissions, ConnectionId = connectionId };
        if (known is null)
        {
            EmptyUntil = Present.Count == 0 ? now + EmptyLife : EmptyUntil;
            Present.Add(participant);
            Record(participant, null);
        }
        else
        {
            Present[Present.IndexOf(known)] = participant;
        }

        Announce(new RoomChange(Guid.Parse(Id)));
        Due();
        return (participant, null);
    }

    /// <summary>False when none of those present has one of these connections. Whose connection was lost comes by <see cref="Join"/> alone.</summary>
    public bool Hear(IReadOnlyCollection<string> connections, DateTimeOffset now) =>
        Replace(participant => !participant.IsLost && connections.Contains(participant.ConnectionId), participant => participant.Heard(now));

    /// <summary>The connection is gone; its participant stays for a while.</summary>
    public bool Lose(string connectionId, DateTimeOffset now) =>
        Replace(participant => participant.ConnectionId == connectionId, participant => participant.Lost(now));

    public bool Leave(string connectionId, DateTimeOffset now) => RemoveAll(participant => participant.ConnectionId == connectionId, _ => now);

    /// <summary>Ends what is over by now: leases, and the room itself. False when nothing is.</summary>
    public bool Lapse(DateTimeOffset now)
    {
        var changed = RemoveAll(participant => participant.LapsesAt <= now, participant => participant.SeenAt);
        if (Status == RoomStatus.Active && Present.Count == 0 && EmptyUntil <= now)
        {
            End(Actor.System, EmptyUntil);
            changed = true;
        }

        return changed;
    }

    public RoomDetails ToDetails(DateTimeOffset now) => new(
        Guid.Parse(Id), Terms.Name, OwnerId, Terms.Capacity, Terms.Access, Status, Present.Count(participant => participant.LapsesAt > now), CreatedAt, EndedAt);

    private void End(string actor, DateTimeOffset at)
    {
        (Status, EndedAt, DueAt) = (RoomStatus.Closed, at, null);
        Announce(new RoomChange(Guid.Parse(Id)));
        Audit(at, actor, "room.closed", Snapshot.Of(new { status = "CLOSED" }), Snapshot.Of(new { status = "ACTIVE" }));
    }

    private bool Replace(Predicate<RoomParticipant> match, Func<RoomParticipant, RoomParticipant> change)
    {
        var found = false;
        for (var i = 0; i < Present.Count; i++)
        {
            if (match(Present[i]))
            {
                Present[i] = change(Present[i]);
                found = true;
            }
        }

        Due();
        return found;
    }

    private bool RemoveAll(Predicate<RoomParticipant> match, Func<RoomParticipant, DateTimeOffset> leftAt)
    {
        var left = Present.FindAll(match);
        foreach (var participant in left)
        {
            Present.Remove(participant);
            Record(participant, leftAt(participant));
            EmptyUntil = leftAt(participant) + EmptyLife > EmptyUntil ? leftAt(participant) + EmptyLife : EmptyUntil;
            Announce(new RoomChange(Guid.Parse(Id)));
        }

        Due();
        return left.Count > 0;
    }

    private void Due() => DueAt = Status == RoomStatus.Closed ? null : Present.Count > 0 ? Present.Min(participant => participant.LapsesAt) : EmptyUntil;

    private void Record(RoomParticipant participant, DateTimeOffset? leftAt) => Raise(new RecordRoomStay(
        Guid.Parse(Id), participant.ParticipantId, participant.UserId, participant.Permissions, participant.JoinedAt, leftAt));

    private void Audit(
        DateTimeOffset at, string actor, string action, IReadOnlyDictionary<string, System.Text.Json.JsonElement> after, IReadOnlyDictionary<string, System.Text.Json.JsonElement>? before = null) =>
        Raise(ChangeRecorded.Of(at, actor, action, $"room:{Id}", before, after));
}
