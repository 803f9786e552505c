namespace Contracts.Events;

/// <summary>From the Gateway for an administrator's DELETE. Answered with EventDetails, or Refused NOT_FOUND.</summary>
public sealed record ArchiveEvent(Guid EventId, Caller Caller);
