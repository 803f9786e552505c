using Messages;

namespace Contracts.Events;

/// <summary>How often a user may claim: at most Max times in the event, or in each DAY or WEEK of its time zone.</summary>
public sealed record ClaimLimit(ClaimSpan Per, int Max) : Extensible
{
    private const int MaxClaims = 1000;

    public void Check(FieldFaults faults) => faults.Range(Max, "claimLimit.max", 1, MaxClaims);
}

/// <summary>For how long claims count towards a limit.</summary>
public enum ClaimSpan
{
    Once,
    Day,
    Week,
}
