namespace Contracts.Viewing;

/// <summary>From the Gateway for the session's user or an operator. Ends this session and no other. Answered with StageSessionDetails, the
/// same again when it has ended, or Refused NOT_FOUND.</summary>
public sealed record LeaveStage(Guid StageId, Guid SessionId, Caller Caller);
