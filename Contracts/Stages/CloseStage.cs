namespace Contracts.Stages;

/// <summary>From the Gateway for an operator. Every open session of the stage has ended when it is answered, with StageDetails, the same
/// again when it is closed already, or Refused NOT_FOUND.</summary>
public sealed record CloseStage(Guid StageId, Caller Caller);
