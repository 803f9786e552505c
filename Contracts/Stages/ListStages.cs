namespace Contracts.Stages;

/// <summary>From the Gateway. Answered with StageList, newest first, or Refused VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListStages(StageStatus? Status, int Limit, string? Cursor);
