namespace Contracts.Deliveries;

/// <summary>When the receiver has accepted a grant.</summary>
public sealed record GrantDelivered(Guid RequestId, Guid RewardId);
