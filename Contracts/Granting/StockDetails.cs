namespace Contracts.Granting;

/// <summary>How much of a limited reward there is and is left. What is being granted at this moment is not left.</summary>
public sealed record StockDetails(Guid RewardId, int Stock, int Remaining, int? LowStockAt);
