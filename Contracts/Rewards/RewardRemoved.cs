namespace Contracts.Rewards;

/// <summary>The answer to RemoveReward.</summary>
public sealed record RewardRemoved(Guid RewardId);
