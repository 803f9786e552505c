namespace Contracts.Rewards;

/// <summary>From the Gateway for an operator. Sending it again with the same RewardId answers with the same reward.
/// Answered with RewardDetails, or Refused NOT_FOUND, EVENT_ENDED, TOO_MANY_REWARDS.</summary>
public sealed record AddReward(Guid RewardId, Guid EventId, string Name, RewardValue Value, bool ReturnOnRevoke, Caller Caller);
