namespace Contracts.Stages;

/// <summary>From the Gateway for an operator's PATCH: a null field stays as it is, a field named in Cleared (camel case) becomes null.
/// Answered with StageDetails, or Refused NOT_FOUND, STAGE_CLOSED, VALIDATION_FAILED.</summary>
public sealed record ChangeStage(Guid StageId, string? Name, string? Description, IReadOnlyList<string> Cleared, Caller Caller);
