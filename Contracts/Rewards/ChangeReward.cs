namespace Contracts.Rewards;

/// <summary>From the Gateway for an operator: a null field stays as it is, a field named in Cleared (camel case) becomes null; a value
/// replaces the whole value and keeps its type. Answered with RewardDetails, or Refused NOT_FOUND, REWARD_IN_USE, INVALID_STATE,
/// VALIDATION_FAILED.</summary>
public sealed record ChangeReward(
    Guid RewardId,
    Guid EventId,
    string? Name,
    RewardValue? Value,
    bool? ReturnOnRevoke,
    Caller Caller,
    int? Stock = null,
    int? LowStockAt = null,
    IReadOnlyList<string>? Cleared = null,
    RewardDelivery? Delivery = null);
