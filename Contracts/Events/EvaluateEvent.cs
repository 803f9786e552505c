namespace Contracts.Events;

/// <summary>From the Gateway, for a user's own progress or an operator's question. At: the present when null. Nothing is written.
/// Answered with Evaluation, or Refused NOT_FOUND.</summary>
public sealed record EvaluateEvent(Guid EventId, Guid UserId, DateTimeOffset? At, Caller Caller);
