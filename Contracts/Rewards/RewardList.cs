namespace Contracts.Rewards;

/// <summary>The answer to ListRewards.</summary>
public sealed record RewardList(IReadOnlyList<RewardDetails> Items, string? NextCursor);
