namespace Contracts.Activities;

/// <summary>From the Gateway. Answered with ActivityList, newest first, or Refused VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListActivities(Guid UserId, string? Type, int Limit, string? Cursor);
