using System.Text.Json.Serialization;
using Contracts;
using Contracts.Events;
using Documents;
using EventService.Rewards;

namespace EventService.Events;

/// <summary>
/// An event with its rewards inside, so that one read serves a request and rules about its rewards are atomic.
/// </summary>
internal sealed class EventDocument : Document
{
    public const int MaxRewards = 50;

    /// <summary>More than are sent for one event in the seconds in which a command can come again.</summary>
    private const int KeptChanges = 16;

    public static readonly Schema<EventDocument> Schema = new Schema<EventDocument>("events")
        .Index(e => e.CreatedAt)
        .Index(e => e.Status, e => e.CreatedAt)
        .Index(e => e.EndsAt);

    public required EventTerms Terms { get; set; }

    public required EventStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The API's version: 1 at creation, one more with each change of terms or status. Rewards do not count.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>The commands that changed it last, newest first: one that is delivered again must not undo a later one.</summary>
    public List<Guid> Changes { get; init; } = [];

    /// <summary>Set before the first request is stored; from then on its rewards keep their value.</summary>
    public bool InUse { get; set; }

    /// <summary>Set when the claim limit changes after the first request: there are requests under keys of another form.</summary>
    public bool ClaimLimitChanged { get; set; }

    public List<Reward> Rewards { get; init; } = [];

    /// <summary>When the event must become ENDED.</summary>
    public DateTimeOffset? EndsAt => Status is EventStatus.Active or EventStatus.Paused ? Terms.PeriodEnd : null;

    [JsonIgnore]
    public bool IsOver => Status is EventStatus.Ended or EventStatus.Archived;

    public bool IsActiveAt(DateTimeOffset now) =>
        Status == EventStatus.Active && Terms.PeriodStart <= now && (Terms.PeriodEnd is not { } end || now < end);

    public bool IsVisibleTo(Caller caller) =>
        Status is EventStatus.Active or EventStatus.Paused or EventStatus.Ended || caller.IsStaff();

    /// <summary>Decides on a command unless that was done already; then it is remembered, also when it changed nothing.</summary>
    public Decision Once(Guid command, Func<EventDocument, Decision> decide)
    {
        if (Changes.Contains(command))
        {
            return Decision.Unchanged;
        }

        var decision = decide(this);
        if (decision.Refusal is not null)
        {
            return decision;
        }

        Changes.Insert(0, command);
        if (Changes.Count > KeptChanges)
        {
            Changes.RemoveAt(KeptChanges);
        }

        return Decision.Changed;
    }

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
    }

    public EventDetails ToDetails() => new(
        Guid.Parse(Id),
        Terms.Name,
        Terms.Description,
        Terms.Condition,
        Terms.PeriodStart,
        Terms.PeriodEnd,
        Terms.TimeZone,
        Status,
        Terms.Approval,
        Terms.ApprovalDeadlineSeconds,
        Terms.FourEyes,
        Terms.ClaimLimit,
        Terms.RequestLimit,
        Terms.PointBudget,
        CreatedAt,
        UpdatedAt,
        Revision);
}
