namespace Contracts.Rewards;

/// <summary>From the Gateway for an operator. Answered with RewardRemoved, or Refused NOT_FOUND, REWARD_IN_USE.</summary>
public sealed record RemoveReward(Guid RewardId, Guid EventId, Caller Caller);
