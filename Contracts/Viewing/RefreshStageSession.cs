namespace Contracts.Viewing;

/// <summary>From the Gateway: the session is heard of. Answered with StageSessionRefreshed, or Refused NOT_FOUND, SESSION_ENDED.</summary>
public sealed record RefreshStageSession(Guid StageId, Guid SessionId, Caller Caller);

/// <summary>The answer to RefreshStageSession.</summary>
public sealed record StageSessionRefreshed(Guid SessionId);
