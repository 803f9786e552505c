using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts.Events;

namespace Gateway.Events;

/// <summary>What an operator sets on an event, and the rules of form that hold whenever a field is given.</summary>
internal abstract partial record EventBody : RequestBody
{
    private const int LongestName = 200;
    private const int LongestDescription = 4000;
    private const int LongestDeadlineSeconds = 31_536_000;
    private const int MostRequests = 1_000_000_000;
    private const long MostPoints = 1_000_000_000_000_000;

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

    /// <returns>The two ends of the period, as far as they are given and well formed.</returns>
    protected (DateTimeOffset? Start, DateTimeOffset? End) GivenFields(Faults faults)
    {
        faults.Text(Name, "name", LongestName);
        faults.AddIf(Description?.Length > LongestDescription, "description", $"has at most {LongestDescription} characters.");
        faults.Word<EventStatus>(Status, "status");
        faults.Word<ApprovalMode>(Approval, "approval");
        faults.Range(ApprovalDeadlineSeconds, "approvalDeadlineSeconds", 1, LongestDeadlineSeconds);
        faults.AddIf(TimeZone is not null && !IsTimeZone(TimeZone), "timeZone", "is the IANA name of a time zone, such as Europe/Berlin.");
        foreach (var (path, fault) in ConditionFaults())
        {
            faults.Add(path, fault);
        }

        ClaimLimit?.Check(faults);
        faults.Range(RequestLimit, "requestLimit", 1, MostRequests);
        faults.Range(PointBudget, "pointBudget", 1, MostPoints);

        var start = faults.Instant(PeriodStart, "periodStart");
        var end = faults.Instant(PeriodEnd, "periodEnd");
        faults.AddIf(end <= start, "periodEnd", "lies after periodStart.");
        return (start, end);
    }

    protected Condition? GivenCondition() => Condition is { } json ? ConditionRules.Read(json, out _) : null;

    private IReadOnlyList<(string Path, string Fault)> ConditionFaults()
    {
        IReadOnlyList<(string, string)> faults = [];
        if (Condition is { } json)
        {
            ConditionRules.Read(json, out faults);
        }

        return faults;
    }

    // The name becomes part of a path in the zone files: only its own alphabet may reach the look-up.
    private static bool IsTimeZone(string name) =>
        IanaName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex(@"\A(?!posix/|right/|localtime|posixrules)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IanaName();
}
