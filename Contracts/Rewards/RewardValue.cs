namespace Contracts.Rewards;

/// <summary>What a reward is worth: Points for POINT; ItemId and Quantity for ITEM; CouponCode and Expiry for COUPON; BadgeId for BADGE.</summary>
public sealed record RewardValue(
    RewardType Type,
    long? Points = null,
    string? ItemId = null,
    int? Quantity = null,
    string? CouponCode = null,
    DateTimeOffset? Expiry = null,
    string? BadgeId = null);
