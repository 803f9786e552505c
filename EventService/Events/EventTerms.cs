using System.Text.RegularExpressions;
using Contracts.Events;

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
    private const string NotSupported = "is not supported yet: leave it out.";

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
        .AddIf(FourEyes, "fourEyes", NotSupported)
        .AddIf(ClaimLimit is not null, "claimLimit", NotSupported)
        .AddIf(RequestLimit is not null, "requestLimit", NotSupported)
        .AddIf(PointBudget is not null, "pointBudget", NotSupported);

    // The name becomes part of a path in the zone files: only its own alphabet may reach the look-up.
    private static bool IsKnownTimeZone(string name) =>
        IanaName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex(@"\A(?!posix/|right/|localtime|posixrules)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IanaName();
}
