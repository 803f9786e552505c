namespace Contracts.Events;

/// <summary>How often a user may claim: at most Max times per ONCE, DAY or WEEK in the event's time zone.</summary>
public sealed record ClaimLimit(string Per, int Max);
