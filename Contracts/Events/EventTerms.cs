using System.Text.RegularExpressions;
using Contracts.Campaigns;
using Messages;
using Texts;

namespace Contracts.Events;

/// <summary>What an operator sets on an event, and the bounds of it.</summary>
/// <param name="CampaignNamedBy">Who named the campaign: it is looked for in his connections and those of his teams.</param>
public sealed partial record EventTerms(
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
    CampaignReference? Campaign = null,
    Guid? CampaignNamedBy = null) : Extensible
{
    private const int MaxName = 200;
    private const int MaxDescription = 4000;
    private const int MaxDeadlineSeconds = 31_536_000;
    private const int MaxRequests = 1_000_000_000;
    private const long MaxBudget = 1_000_000_000_000_000;

    /// <summary>What holds where nothing else is said. Name and start have no default: these agree with whatever else is given.</summary>
    public static readonly EventTerms Default = new("-", null, null, DateTimeOffset.MinValue, null, "UTC", ApprovalMode.Auto, null, false, null, null, null);

    private static readonly HashSet<string> Clearable =
        ["description", "periodEnd", "approvalDeadlineSeconds", "condition", "claimLimit", "requestLimit", "pointBudget", "campaign"];

    /// <summary>Finds every fault. A period end that <paramref name="before"/> has already may have passed.</summary>
    public void Check(FieldFaults faults, EventTerms? before, DateTimeOffset now)
    {
        faults
            .Text(Name, "name", MaxName)
            .AddIf(Description is not null && Characters.Count(Description) > MaxDescription, "description", $"has at most {MaxDescription} characters.")
            .AddIf(PeriodEnd <= PeriodStart, "periodEnd", "lies after periodStart.")
            .AddIf(PeriodEnd <= now && PeriodEnd != before?.PeriodEnd, "periodEnd", "lies in the future.")
            .AddIf(!IsKnownTimeZone(TimeZone), "timeZone", "is the IANA name of a time zone, such as Europe/Berlin.")
            .Range(ApprovalDeadlineSeconds, "approvalDeadlineSeconds", 1, MaxDeadlineSeconds)
            .AddIf(ApprovalDeadlineSeconds is not null && Approval != ApprovalMode.Manual, "approvalDeadlineSeconds", "goes with MANUAL approval only.")
            .AddIf(FourEyes && Approval != ApprovalMode.Manual, "fourEyes", "goes with MANUAL approval only.")
            .Range(RequestLimit, "requestLimit", 1, MaxRequests)
            .Range(PointBudget, "pointBudget", 1, MaxBudget);
        ClaimLimit?.Check(faults);
        Campaign?.Check(faults);
        if (Condition != before?.Condition)
        {
            Condition?.Check(faults);
        }
    }

    /// <summary>Finds what is wrong with a change whatever the event has now.</summary>
    public static void CheckChange(ChangeEvent change, FieldFaults faults) =>
        (Default with { Approval = ApprovalMode.Manual }).With(change, faults).Check(faults, before: null, now: DateTimeOffset.MinValue);

    /// <summary>The terms with what is given in place of what they have; of use when no fault is found.</summary>
    public EventTerms With(ChangeEvent change, FieldFaults faults)
    {
        foreach (var field in change.Cleared.Where(field => !Clearable.Contains(field)))
        {
            faults.Add(field, "cannot be null: leave it out to keep it.");
        }

        return this with
        {
            Name = change.Name ?? Name,
            Description = Kept("description") ? change.Description ?? Description : null,
            Condition = Kept("condition") ? change.Condition ?? Condition : null,
            PeriodStart = change.PeriodStart ?? PeriodStart,
            PeriodEnd = Kept("periodEnd") ? change.PeriodEnd ?? PeriodEnd : null,
            TimeZone = change.TimeZone ?? TimeZone,
            Approval = change.Approval ?? Approval,
            ApprovalDeadlineSeconds = Kept("approvalDeadlineSeconds") ? change.ApprovalDeadlineSeconds ?? ApprovalDeadlineSeconds : null,
            FourEyes = change.FourEyes ?? FourEyes,
            ClaimLimit = Kept("claimLimit") ? change.ClaimLimit ?? ClaimLimit : null,
            RequestLimit = Kept("requestLimit") ? change.RequestLimit ?? RequestLimit : null,
            PointBudget = Kept("pointBudget") ? change.PointBudget ?? PointBudget : null,
            Campaign = Kept("campaign") ? change.Campaign ?? Campaign : null,
            CampaignNamedBy = !Kept("campaign") ? null : change.Campaign is null ? CampaignNamedBy : change.Caller.UserId,
        };

        bool Kept(string field) => !change.Cleared.Contains(field);
    }

    // The name becomes part of a path in the zone files: only its own alphabet may reach the look-up.
    private static bool IsKnownTimeZone(string name) =>
        IanaName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex(@"\A(?!posix/|right/|localtime|posixrules)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IanaName();
}
