namespace Contracts.Rewards;

/// <summary>What a reward gives.</summary>
public enum RewardType
{
    Point,
    Item,
    Coupon,
    Badge,
}
