namespace Contracts.Rewards;

/// <summary>From the Gateway. Answered with RewardList, newest first, or Refused NOT_FOUND, VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListRewards(Guid EventId, int Limit, string? Cursor, Caller Caller);
