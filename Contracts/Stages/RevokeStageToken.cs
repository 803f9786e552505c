namespace Contracts.Stages;

/// <summary>From the Gateway for an operator or the holder: the token opens nothing any more, and what it has opened ends. Answered with
/// StageTokenRevoked, the same again, or Refused NOT_FOUND.</summary>
public sealed record RevokeStageToken(Guid StageId, Guid ParticipantId, Caller Caller);
