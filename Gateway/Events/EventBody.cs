using System.Text.Json;
using Contracts.Events;

namespace Gateway.Events;

/// <summary>What an operator sets on an event, as text and numbers: the rules are those of its terms.</summary>
internal abstract record EventBody : RequestBody
{
    /// <summary>A rule is the same for whoever sends the body.</summary>
    private static readonly Caller Nobody = new(Guid.Empty, []);

    public string? Name { get; init; }

    public string? Description { get; init; }

    public JsonElement? Condition { get; init; }

    [Shape(Format = "date-time")]
    public string? PeriodStart { get; init; }

    [Shape(Format = "date-time")]
    public string? PeriodEnd { get; init; }

    /// <summary>IANA name, by default UTC.</summary>
    public string? TimeZone { get; init; }

    [Shape(Words = typeof(EventStatus))]
    public string? Status { get; init; }

    [Shape(Words = typeof(ApprovalMode))]
    public string? Approval { get; init; }

    public int? ApprovalDeadlineSeconds { get; init; }

    public bool? FourEyes { get; init; }

    /// <summary>How often a user may claim; null, the default, means once.</summary>
    public ClaimLimitBody? ClaimLimit { get; init; }

    /// <summary>How many requests the event takes in all.</summary>
    public int? RequestLimit { get; init; }

    /// <summary>How many points the event gives away in all.</summary>
    public long? PointBudget { get; init; }

    /// <summary>The campaign that it belongs to; null, the default, is none.</summary>
    public CampaignBody? Campaign { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Word<EventStatus>(Status, "status");
        faults.Word<ApprovalMode>(Approval, "approval");
        faults.Instant(PeriodStart, "periodStart");
        faults.Instant(PeriodEnd, "periodEnd");
        ClaimLimit?.Check(faults);
        Campaign?.Check(faults);
        var found = new FieldFaults();
        var given = ToChange(default, null, Nobody, found);
        Rules(found.Found.Count == 0 ? given : given with { Condition = null }, found, faults.Now);
        faults.Add(found);
    }

    protected abstract void Rules(ChangeEvent given, FieldFaults faults, DateTimeOffset now);

    /// <summary>What is given; what is malformed is left out, and has its fault.</summary>
    internal ChangeEvent ToChange(Guid id, int? expectedVersion, Caller caller, FieldFaults? faults = null) => new(
        id,
        expectedVersion,
        Name,
        Description,
        Condition is { } json ? Contracts.Events.Condition.Read(json, faults ?? new FieldFaults()) : null,
        Time(PeriodStart),
        Time(PeriodEnd),
        TimeZone,
        Words.Parse<EventStatus>(Status),
        Words.Parse<ApprovalMode>(Approval),
        ApprovalDeadlineSeconds,
        FourEyes,
        ClaimLimit?.ToClaimLimit(),
        RequestLimit,
        PointBudget,
        [.. Nulls],
        caller,
        Campaign?.ToReference());

    private static DateTimeOffset? Time(string? text) => Instants.TryParse(text, out var time) ? time : null;
}
