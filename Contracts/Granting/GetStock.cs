namespace Contracts.Granting;

/// <summary>From the Gateway for limited rewards that it shows. Answered with StockList.</summary>
public sealed record GetStock(IReadOnlyList<Guid> RewardIds);
