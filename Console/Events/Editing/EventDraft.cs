using System.Globalization;
using System.Text.Json;
using OperatorsConsole.Connections;
using OperatorsConsole.Events.Conditions;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Events.Editing;

/// <summary>What a person sets on an event.</summary>
public sealed record EventDraft(
    string Name,
    string? Description,
    Condition? Condition,
    DateTimeOffset PeriodStart,
    DateTimeOffset? PeriodEnd,
    string TimeZone,
    ApprovalMode Approval,
    int? ApprovalDeadlineSeconds,
    bool FourEyes,
    ClaimLimit? ClaimLimit,
    int? RequestLimit,
    long? PointBudget,
    CampaignReference? Campaign = null)
{
    /// <summary>Each field once: how it is called, shown, compared, taken over and sent.</summary>
    public static IReadOnlyList<DraftField> Fields { get; } =
    [
        new("Name", draft => draft.Name, draft => draft.Name, (mine, other) => mine with { Name = other.Name }, (change, draft) => change with { Name = draft.Name }),
        new("Description", draft => draft.Description ?? "–", draft => draft.Description, (mine, other) => mine with { Description = other.Description }, (change, draft) => change with { Description = draft.Description }),
        new("Condition", draft => ConditionSentence.Of(draft.Condition), draft => draft.Condition, (mine, other) => mine with { Condition = other.Condition }, (change, draft) => change with { Condition = draft.Condition }),
        new("Period’s start", draft => Utc(draft.PeriodStart), draft => draft.PeriodStart.UtcTicks, (mine, other) => mine with { PeriodStart = other.PeriodStart }, (change, draft) => change with { PeriodStart = draft.PeriodStart }),
        new("Period’s end", draft => draft.PeriodEnd is { } end ? Utc(end) : "open", draft => draft.PeriodEnd?.UtcTicks, (mine, other) => mine with { PeriodEnd = other.PeriodEnd }, (change, draft) => change with { PeriodEnd = draft.PeriodEnd }),
        new("Time zone", draft => draft.TimeZone, draft => draft.TimeZone, (mine, other) => mine with { TimeZone = other.TimeZone }, (change, draft) => change with { TimeZone = draft.TimeZone }),
        new("Approval", draft => draft.Approval.ToString(), draft => draft.Approval, (mine, other) => mine with { Approval = other.Approval }, (change, draft) => change with { Approval = draft.Approval }),
        new("Approval’s deadline", draft => Number(draft.ApprovalDeadlineSeconds, " s"), draft => draft.ApprovalDeadlineSeconds, (mine, other) => mine with { ApprovalDeadlineSeconds = other.ApprovalDeadlineSeconds }, (change, draft) => change with { ApprovalDeadlineSeconds = draft.ApprovalDeadlineSeconds }),
        new("Four eyes", draft => draft.FourEyes ? "yes" : "no", draft => draft.FourEyes, (mine, other) => mine with { FourEyes = other.FourEyes }, (change, draft) => change with { FourEyes = draft.FourEyes }),
        new("Claim limit", draft => draft.ClaimLimit is { } limit ? $"{Figure.Of(limit.Max)} per {limit.Per}" : "once", draft => draft.ClaimLimit, (mine, other) => mine with { ClaimLimit = other.ClaimLimit }, (change, draft) => change with { ClaimLimit = draft.ClaimLimit }),
        new("Request limit", draft => Number(draft.RequestLimit), draft => draft.RequestLimit, (mine, other) => mine with { RequestLimit = other.RequestLimit }, (change, draft) => change with { RequestLimit = draft.RequestLimit }),
        new("Point budget", draft => Number(draft.PointBudget), draft => draft.PointBudget, (mine, other) => mine with { PointBudget = other.PointBudget }, (change, draft) => change with { PointBudget = draft.PointBudget }),
        new("Campaign", draft => draft.Campaign is { } campaign ? CampaignWords.Of(campaign) : "none", draft => draft.Campaign, (mine, other) => mine with { Campaign = other.Campaign }, (change, draft) => change with { Campaign = draft.Campaign }),
    ];

    public static EventDraft Of(Event stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new EventDraft(
            stored.Name, stored.Description, stored.Condition, stored.PeriodStart, stored.PeriodEnd, stored.TimeZone, stored.Approval,
            stored.ApprovalDeadlineSeconds, stored.FourEyes, stored.ClaimLimit, stored.RequestLimit, stored.PointBudget, stored.Campaign);
    }

    /// <summary>What differs from what was read, and nothing else: what others change meanwhile is not sent back as it was.</summary>
    public EventChange ChangeFrom(EventDraft read) =>
        Fields.Where(field => field.Differs(read, this)).Aggregate(new EventChange(), (change, field) => field.Send(change, this));

    public NewEvent ToNew() => new(Name, PeriodStart)
    {
        Description = Description,
        Condition = Condition,
        PeriodEnd = PeriodEnd,
        TimeZone = TimeZone,
        Approval = Approval,
        ApprovalDeadlineSeconds = ApprovalDeadlineSeconds,
        FourEyes = FourEyes,
        ClaimLimit = ClaimLimit,
        RequestLimit = RequestLimit,
        PointBudget = PointBudget,
        Campaign = Campaign,
    };

    private static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(long? number, string unit = "") => number is { } given ? $"{Figure.Of(given)}{unit}" : "none";
}

/// <summary>A field of an event, as a person tells two versions apart.</summary>
/// <param name="Key">Equal, written as JSON, exactly when the field is.</param>
/// <param name="Take">The first draft with this field of the second.</param>
public sealed record DraftField(
    string Name,
    Func<EventDraft, string> Show,
    Func<EventDraft, object?> Key,
    Func<EventDraft, EventDraft, EventDraft> Take,
    Func<EventChange, EventDraft, EventChange> Send)
{
    public bool Differs(EventDraft one, EventDraft other) => JsonSerializer.Serialize(Key(one)) != JsonSerializer.Serialize(Key(other));
}
