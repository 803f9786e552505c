namespace Contracts.Deliveries;

/// <summary>From RewardWorker to itself when the next attempt of a delivery is due. DeliveryId: the grant's id.</summary>
public sealed record DeliveryDue(Guid DeliveryId);
