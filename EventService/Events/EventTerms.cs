using System.Text.RegularExpressions;
using Contracts.Events;
using EventService.Requests;

namespace EventService.Events;

/// <summary>What an operator sets on an event.</summary>
internal sealed partial record EventTerms(
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
    long? PointBudget)
{
    private const int MaxNameLength = 200;
    private const int MaxDeadlineSeconds = 31_536_000;
    private const int MaxClaims = 1000;
    private const int MaxRequests = 1_000_000_000;
    private const long MaxBudget = 1_000_000_000_000_000;

    /// <summary>Adds every fault of these terms. A period end that <paramref name="before"/> has already may have passed.</summary>
    public void Check(Faults faults, EventTerms? before, DateTimeOffset now) => faults
        .AddIf(string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength, "name", $"has 1 to {MaxNameLength} characters.")
        .AddIf(PeriodEnd <= PeriodStart, "periodEnd", "must lie after periodStart.")
        .AddIf(PeriodEnd <= now && PeriodEnd != before?.PeriodEnd, "periodEnd", "must lie in the future.")
        .AddIf(!IsKnownTimeZone(TimeZone), "timeZone", "is not the IANA name of a time zone, such as Europe/Berlin.")
        .AddIf(
            ApprovalDeadlineSeconds is < 1 or > MaxDeadlineSeconds, "approvalDeadlineSeconds", $"is a number from 1 to {MaxDeadlineSeconds}.")
        .AddIf(
            ApprovalDeadlineSeconds is not null && Approval != ApprovalMode.Manual, "approvalDeadlineSeconds", "goes with MANUAL approval only.")
        .AddIf(FourEyes && Approval != ApprovalMode.Manual, "fourEyes", "goes with MANUAL approval only.")
        .AddIf(ClaimLimit is { Per: not (ClaimPeriod.Once or ClaimPeriod.Day or ClaimPeriod.Week) }, "claimLimit.per", "is one of ONCE, DAY, WEEK.")
        .AddIf(ClaimLimit is { Max: < 1 or > MaxClaims }, "claimLimit.max", $"is a number from 1 to {MaxClaims}.")
        .AddIf(RequestLimit is < 1 or > MaxRequests, "requestLimit", $"is a number from 1 to {MaxRequests}.")
        .AddIf(PointBudget is < 1 or > MaxBudget, "pointBudget", $"is a number from 1 to {MaxBudget}.");

    // The name becomes part of a path in the zone files: only its own alphabet may reach the look-up.
    private static bool IsKnownTimeZone(string name) =>
        IanaName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex(@"\A(?!posix/|right/|localtime|posixrules)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IanaName();
}
