namespace Contracts.Rewards;

/// <summary>From the Gateway for an operator. Sending it again with the same RewardId answers with the same reward. CouponCodes: one code
/// for each unit, and then no Stock. Answered with RewardDetails, or Refused NOT_FOUND, EVENT_ENDED, TOO_MANY_REWARDS, COUPON_CODE_TAKEN.</summary>
public sealed record AddReward(
    Guid RewardId,
    Guid EventId,
    string Name,
    RewardValue Value,
    bool ReturnOnRevoke,
    Caller Caller,
    int? Stock = null,
    int? LowStockAt = null,
    IReadOnlyList<string>? CouponCodes = null,
    RewardDelivery? Delivery = null);
