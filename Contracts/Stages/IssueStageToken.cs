namespace Contracts.Stages;

/// <summary>From the Gateway. Sending it again with the same ParticipantId answers with a token of the same participant.
/// Answered with StageTokenIssued, or Refused NOT_FOUND, STAGE_CLOSED, FORBIDDEN, VALIDATION_FAILED.</summary>
public sealed record IssueStageToken(Guid ParticipantId, Guid StageId, StageTokenTerms Terms, Caller Caller);

/// <summary>The answer to IssueStageToken: the only place where the token itself is told.</summary>
public sealed record StageTokenIssued(string Token, Guid ParticipantId, IReadOnlyList<StageCapability> Capabilities, DateTimeOffset ExpiresAt);
