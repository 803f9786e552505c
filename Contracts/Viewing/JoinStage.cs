namespace Contracts.Viewing;

/// <summary>From the Gateway with a stage token. Answered with StageJoined, or Refused INVALID_STAGE_TOKEN, STAGE_CLOSED.</summary>
public sealed record JoinStage(Guid SessionId, Guid StageId, string Token, Caller Caller);

/// <summary>The answer to JoinStage. IsNew: false for the session that the participant had open already.</summary>
public sealed record StageJoined(StageSessionDetails Session, bool IsNew);
