namespace Contracts.Stages;

/// <summary>From the Gateway for an operator. Sending it again with the same StageId answers with the same stage.
/// Answered with StageDetails, or Refused VALIDATION_FAILED.</summary>
public sealed record CreateStage(Guid StageId, StageTerms Terms, Caller Caller);
