namespace Contracts.Deliveries;

/// <summary>When the receiver has refused a grant, or could not be reached as often and as long as it was tried. The saga takes everything back.</summary>
public sealed record GrantDeliveryFailed(Guid RequestId, Guid RewardId);
