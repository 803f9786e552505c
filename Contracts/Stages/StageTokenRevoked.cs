namespace Contracts.Stages;

/// <summary>The answer to RevokeStageToken, and what LiveService tells itself with the revocation, so that what the token has opened ends
/// in any case.</summary>
public sealed record StageTokenRevoked(Guid StageId, Guid ParticipantId, DateTimeOffset At);
