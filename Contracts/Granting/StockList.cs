namespace Contracts.Granting;

/// <summary>The answer to GetStock: the pools that exist.</summary>
public sealed record StockList(IReadOnlyList<StockDetails> Items);
