namespace Contracts.Reports;

/// <summary>From the Gateway for those who look after the platform: counts the event's requests anew, behind the report that is shown.
/// Answered with EventReport, or Refused NOT_FOUND.</summary>
public sealed record RebuildEventReport(Guid EventId, Caller Caller);
