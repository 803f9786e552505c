namespace Contracts.Stages;

/// <summary>From the Gateway. Answered with StageDetails, or Refused NOT_FOUND.</summary>
public sealed record GetStage(Guid StageId);
