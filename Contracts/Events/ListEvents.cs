namespace Contracts.Events;

/// <summary>From the Gateway. Active: only those that can be requested now. NameContains: any case. Answered with EventList, newest first,
/// or Refused VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListEvents(EventStatus? Status, bool? Active, string? NameContains, int Limit, string? Cursor, Caller Caller);
