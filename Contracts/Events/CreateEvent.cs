namespace Contracts.Events;

/// <summary>From the Gateway for an operator. Sending it again with the same EventId answers with the same event.
/// Answered with EventDetails, or Refused VALIDATION_FAILED.</summary>
public sealed record CreateEvent(Guid EventId, EventTerms Terms, EventStatus Status, Caller Caller);
