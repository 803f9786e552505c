namespace Contracts.Rewards;

/// <summary>From the Gateway for an operator: a null field stays as it is; a value replaces the whole value and keeps its type.
/// Answered with RewardDetails, or Refused NOT_FOUND, REWARD_IN_USE, VALIDATION_FAILED.</summary>
public sealed record ChangeReward(Guid RewardId, Guid EventId, string? Name, RewardValue? Value, bool? ReturnOnRevoke, Caller Caller);
