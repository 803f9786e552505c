using Contracts.Rewards;

namespace Contracts.Requests;

/// <summary>What to grant for one reward of a request, as it was when the request was made.</summary>
public sealed record RewardToGrant(Guid RewardId, string Name, RewardValue Value);
