namespace Contracts.Granting;

/// <summary>From RewardWorker when what is left of a reward falls to its lowStockAt.</summary>
public sealed record StockLow(Guid RewardId, Guid EventId, int Remaining);
