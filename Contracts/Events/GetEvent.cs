namespace Contracts.Events;

/// <summary>From the Gateway. Answered with EventDetails, or Refused NOT_FOUND, also for what the caller may not see.</summary>
public sealed record GetEvent(Guid EventId, Caller Caller);
