namespace Contracts.Audit;

/// <summary>From the Gateway: entries at or after From and before To. Answered with AuditEntryList, newest first, or Refused
/// VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListAuditEntries(
    string? Actor, string? Action, string? Target, DateTimeOffset? From, DateTimeOffset? To, int Limit, string? Cursor);
