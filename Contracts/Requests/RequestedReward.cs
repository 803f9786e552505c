using Contracts.Rewards;

namespace Contracts.Requests;

/// <summary>One reward of a request. CouponCode: only for the owner, once granted.</summary>
public sealed record RequestedReward(Guid RewardId, RewardType Type, string Name, bool Granted, string? CouponCode);
