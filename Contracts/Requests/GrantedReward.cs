namespace Contracts.Requests;

/// <summary>One granted reward of a fulfilled request, with the coupon code that the user got.</summary>
public sealed record GrantedReward(Guid RewardId, string? CouponCode);
