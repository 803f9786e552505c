using Contracts.Viewing;
using Documents;
using LiveService.Tokens;

namespace LiveService.Viewing;

/// <summary>
/// One stay of a participant on a stage. It lasts as long as it is heard of; unheard for <see cref="Lease"/> it has ended when it
/// was last seen, whether <see cref="EndLapsedSessions"/> has come by or not.
/// </summary>
internal sealed class StageSession : Document
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    /// <summary>With <see cref="Lease"/>, within which it is heard of again, a minute: it is told of at least that often.</summary>
    private static readonly TimeSpan Telling = TimeSpan.FromSeconds(15);

    public static readonly Schema<StageSession> Schema = new Schema<StageSession>("stage_sessions")
        .Unique(s => s.OpenParticipant)
        .Index(s => s.OpenParticipant, s => s.JoinedAt)
        .Index(s => s.StageId, s => s.JoinedAt)
        .Index(s => s.UserId, s => s.JoinedAt)
        .Index(s => s.UserId, s => s.LapsesAt)
        .Index(s => s.StageId, s => s.LapsesAt)
        .Index(s => s.StageId, s => s.MayPublish, s => s.LapsesAt)
        .Index(s => s.LapsesAt);

    public required Guid StageId { get; init; }

    public required Guid UserId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The participant while the session is open, so that the engine lets him have one; else null.</summary>
    public string? OpenParticipant { get; set; }

    public required bool MayPublish { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Up to when it was told how long its user was there.</summary>
    public required DateTimeOffset ToldUntil { get; set; }

    /// <summary>When it ends unless it is heard of before; null once it has ended.</summary>
    public DateTimeOffset? LapsesAt { get; set; }

    public DateTimeOffset? LeftAt { get; set; }

    public SessionEnd? End { get; set; }

    public static StageSession Of(Guid id, StageToken token, DateTimeOffset now) => new()
    {
        Id = id.ToString(),
        StageId = token.StageId,
        UserId = token.UserId,
        ParticipantId = Guid.Parse(token.Id),
        OpenParticipant = token.Id,
        MayPublish = token.MayPublish,
        JoinedAt = now,
        LastSeenAt = now,
        ToldUntil = now,
        LapsesAt = now + Lease,
    };

    public bool IsOpenAt(DateTimeOffset now) => LapsesAt > now;

    /// <summary>When it left as of a moment; null while it is there.</summary>
    public DateTimeOffset? LeftBy(DateTimeOffset now) => LapsesAt is null ? LeftAt : IsOpenAt(now) ? null : LastSeenAt;

    /// <summary>Until when it was counted: one that fell silent, until it lapsed.</summary>
    public DateTimeOffset? CountedUntil(DateTimeOffset now) => LeftBy(now) is { } left ? End is null or SessionEnd.Lapsed ? LastSeenAt + Lease : left : null;

    /// <summary>False when it has ended, by its lease too.</summary>
    public bool Hear(DateTimeOffset now)
    {
        if (!IsOpenAt(now))
        {
            return false;
        }

        // An instance whose clock is behind takes nothing back.
        LastSeenAt = now > LastSeenAt ? now : LastSeenAt;
        LapsesAt = LastSeenAt + Lease;
        if (LastSeenAt - ToldUntil >= Telling)
        {
            Tell();
        }

        return true;
    }

    /// <summary>Ends it; one whose lease is over has ended by that. False when that was done already.</summary>
    public bool Finish(SessionEnd end, DateTimeOffset now)
    {
        if (LapsesAt is null)
        {
            return false;
        }

        if (IsOpenAt(now))
        {
            if (end == SessionEnd.Lapsed)
            {
                return false;
            }

            Hear(now);
            End = end;
        }
        else
        {
            End = SessionEnd.Lapsed;
        }

        (LeftAt, OpenParticipant, LapsesAt) = (LastSeenAt, null, null);
        Tell();
        return true;
    }

    /// <summary>Times in whole seconds, so that their difference is the time that was watched.</summary>
    public StageSessionDetails ToDetails(DateTimeOffset now)
    {
        var (joined, seen) = (Whole(JoinedAt), Whole(LastSeenAt));
        var left = LeftBy(now) is { } at ? Whole(at) : (DateTimeOffset?)null;
        return new(Guid.Parse(Id), StageId, UserId, ParticipantId, joined, seen, left, (long)((left ?? seen) - joined).TotalSeconds);
    }

    /// <summary>In whole seconds, each in one part: together they are the time that was watched.</summary>
    private void Tell()
    {
        var (from, until) = (Whole(ToldUntil), Whole(LastSeenAt));
        if (until > from)
        {
            Raise(new RecordWatchTime(Guid.Parse(Id), StageId, UserId, from, until));
        }

        ToldUntil = LastSeenAt;
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
