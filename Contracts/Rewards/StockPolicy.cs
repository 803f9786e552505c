using Messages;

namespace Contracts.Rewards;

/// <summary>The limit of a reward as it was defined. CouponCodes: each unit is a code of its own from the imported list.</summary>
public sealed record StockPolicy(int Total, int? LowStockAt, bool CouponCodes) : Extensible;
