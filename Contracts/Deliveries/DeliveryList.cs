namespace Contracts.Deliveries;

/// <summary>The answer to ListDeliveries.</summary>
public sealed record DeliveryList(IReadOnlyList<DeliveryAttempt> Items, string? NextCursor);
