namespace Contracts.Rewards;

/// <summary>A reward of an event. Stock, Remaining: null when unlimited. A coupon code and where grants are delivered show only to OPERATOR, AUDITOR and ADMIN.</summary>
public sealed record RewardDetails(
    Guid Id,
    Guid EventId,
    string Name,
    RewardValue Value,
    int? Stock,
    int? Remaining,
    int? LowStockAt,
    bool ReturnOnRevoke,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? DeliveryUrl = null) : IHasCodes<RewardDetails>
{
    public RewardDetails WithCodes(Func<string, string?> show) =>
        Value is CouponValue { CouponCode: { } code } coupon ? this with { Value = coupon with { CouponCode = show(code) } } : this;
}
