namespace Messaging.Client;

/// <summary>An event. Condition: null makes everyone eligible. ClaimLimit: null means once. Version: for <see cref="EventsClient.Change"/>.</summary>
public sealed record Event(
    Guid Id,
    string Name,
    string? Description,
    Condition? Condition,
    DateTimeOffset PeriodStart,
    DateTimeOffset? PeriodEnd,
    string TimeZone,
    EventStatus Status,
    ApprovalMode Approval,
    int? ApprovalDeadlineSeconds,
    bool FourEyes,
    ClaimLimit? ClaimLimit,
    int? RequestLimit,
    long? PointBudget,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Version,
    CampaignReference? Campaign = null);

/// <summary>Which campaign an event belongs to.</summary>
public sealed record CampaignReference(string Platform, string AccountId, string CampaignId);

/// <summary>An event that is to be made; what is null has its default.</summary>
public sealed record NewEvent(string Name, DateTimeOffset PeriodStart)
{
    public string? Description { get; init; }

    public Condition? Condition { get; init; }

    /// <summary>Null: it does not end by itself.</summary>
    public DateTimeOffset? PeriodEnd { get; init; }

    /// <summary>An IANA name; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>DRAFT, the default, or ACTIVE.</summary>
    public EventStatus? Status { get; init; }

    /// <summary>AUTO by default.</summary>
    public ApprovalMode? Approval { get; init; }

    public int? ApprovalDeadlineSeconds { get; init; }

    /// <summary>Two operators approve.</summary>
    public bool? FourEyes { get; init; }

    public ClaimLimit? ClaimLimit { get; init; }

    /// <summary>How many requests the event takes in all.</summary>
    public int? RequestLimit { get; init; }

    /// <summary>How many points the event gives away in all.</summary>
    public long? PointBudget { get; init; }

    public CampaignReference? Campaign { get; init; }
}

/// <summary>What is to be other; the rest stays.</summary>
public sealed record EventChange
{
    public string? Name { get; init; }

    public Optional<string?> Description { get; init; }

    public Optional<Condition?> Condition { get; init; }

    public DateTimeOffset? PeriodStart { get; init; }

    public Optional<DateTimeOffset?> PeriodEnd { get; init; }

    public string? TimeZone { get; init; }

    public EventStatus? Status { get; init; }

    public ApprovalMode? Approval { get; init; }

    public Optional<int?> ApprovalDeadlineSeconds { get; init; }

    public bool? FourEyes { get; init; }

    public Optional<ClaimLimit?> ClaimLimit { get; init; }

    public Optional<int?> RequestLimit { get; init; }

    public Optional<long?> PointBudget { get; init; }

    public Optional<CampaignReference?> Campaign { get; init; }
}

public enum EventStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Draft,
    Active,
    Paused,
    Ended,
    Archived,
}

public enum ApprovalMode
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Auto,

    /// <summary>Operators decide.</summary>
    Manual,
}

/// <summary>How often a user may claim: at most Max times in the event, or in each DAY or WEEK of its time zone.</summary>
public sealed record ClaimLimit(ClaimSpan Per, int Max);

public enum ClaimSpan
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Once,
    Day,
    Week,
}
