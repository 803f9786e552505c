using Contracts;
using Contracts.Events;
using Documents;

namespace EventService.Events;

/// <summary>
/// An event with its rewards inside, so that one read serves a request and rules about its rewards are atomic.
/// </summary>
internal sealed class EventDocument : Document, IRemembersCommands
{
    public const int MaxRewards = 50;

    public static readonly Schema<EventDocument> Schema = new Schema<EventDocument>("events")
        .Index(e => e.CreatedAt)
        .Index(e => e.Status, e => e.CreatedAt)
        .Index(e => e.EndsAt)
        .Search(e => e.NameKey, e => e.CreatedAt);

    public required EventTerms Terms { get; set; }

    public required EventStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The API's version: 1 at creation, one more with each change of terms or status. Rewards do not count.</summary>
    public int Revision { get; set; } = 1;

    public List<Guid> Commands { get; init; } = [];

    /// <summary>Set before the first request is stored; from then on its rewards keep their value.</summary>
    public bool InUse { get; set; }

    /// <summary>Set when the claim limit changes after the first request: there are requests under keys of another form.</summary>
    public bool ClaimLimitChanged { get; set; }

    public List<Reward> Rewards { get; init; } = [];

    /// <summary>The name as it is searched: in any case.</summary>
    public string NameKey => NameKeyOf(Terms.Name);

    /// <summary>When the event ends by its period.</summary>
    public DateTimeOffset? EndsAt => Status is EventStatus.Active or EventStatus.Paused ? Terms.PeriodEnd : null;

    /// <summary>The status that holds: past its end an event has ended, whether <see cref="EndDueEvents"/> has come by or not.</summary>
    public EventStatus StatusAt(DateTimeOffset now) => EndsAt <= now ? EventStatus.Ended : Status;

    public bool IsOverAt(DateTimeOffset now) => StatusAt(now) is EventStatus.Ended or EventStatus.Archived;

    public bool IsActiveAt(DateTimeOffset now) => StatusAt(now) == EventStatus.Active && Terms.PeriodStart <= now;

    public bool IsVisibleTo(Caller caller) =>
        Status is EventStatus.Active or EventStatus.Paused or EventStatus.Ended || caller.SeesDrafts();

    public static string NameKeyOf(string text) => text.ToUpperInvariant();

    public bool IsNamedLike(string? part) => NameKey.Contains(NameKeyOf(part ?? ""), StringComparison.Ordinal);

    /// <param name="action">What the audit log calls it.</param>
    public void Change(EventTerms terms, EventStatus status, string action, string actor, DateTimeOffset now)
    {
        var before = this.Snapshot();
        ClaimLimitChanged |= InUse && terms.ClaimLimit != Terms.ClaimLimit;
        Terms = terms;
        Status = status;
        Revision++;
        UpdatedAt = now;
        this.RaiseChange(action, actor, before);
        AnnounceChange();
    }

    /// <summary>To those who keep for a moment how the event looks.</summary>
    public void AnnounceChange() => Announce(new EventChange(Guid.Parse(Id)));

    public EventDetails ToDetails(DateTimeOffset now) => new(Guid.Parse(Id), Terms, StatusAt(now), CreatedAt, UpdatedAt, Revision);
}
