namespace Contracts.Rewards;

/// <summary>From the Gateway for an operator: a null field stays as it is, a field named in Cleared (camel case) becomes null.
/// Answered with RewardDetails, or Refused NOT_FOUND, REWARD_IN_USE, INVALID_STATE, VALIDATION_FAILED.</summary>
public sealed record ChangeReward(
    Guid RewardId,
    Guid EventId,
    string? Name,
    RewardFields? Value,
    bool? ReturnOnRevoke,
    Caller Caller,
    int? Stock = null,
    int? LowStockAt = null,
    IReadOnlyList<string>? Cleared = null,
    RewardDelivery? Delivery = null);
