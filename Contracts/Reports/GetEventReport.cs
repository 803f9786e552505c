namespace Contracts.Reports;

/// <summary>From the Gateway for those who watch an event. Answered with EventReport, or Refused NOT_FOUND.</summary>
public sealed record GetEventReport(Guid EventId, Caller Caller);
