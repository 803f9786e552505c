namespace Contracts.Requests;

/// <summary>The answer to ListRewardRequests.</summary>
public sealed record RewardRequestList(IReadOnlyList<RewardRequestDetails> Items, string? NextCursor);
