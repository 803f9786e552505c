namespace Contracts.Rewards;

/// <summary>The fields of a reward's value that change; null stays as it is. A type is given to be the same.</summary>
public sealed record RewardValueChange(
    RewardType? Type = null,
    long? Points = null,
    string? ItemId = null,
    int? Quantity = null,
    string? CouponCode = null,
    DateTimeOffset? Expiry = null,
    string? BadgeId = null);
