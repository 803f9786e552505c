using System.Text.Json.Serialization;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Messages;

namespace EventService.Events;

/// <summary>A reward, inside its event's document.</summary>
internal sealed record Reward(
    Guid RewardId,
    string Name,
    RewardValue Value,
    bool ReturnOnRevoke,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int? Stock = null,
    int? LowStockAt = null,
    bool CouponCodes = false,
    RewardDelivery? Delivery = null) : Extensible
{
    /// <summary>What its pool is made by; null when it is unlimited.</summary>
    public StockPolicy? Policy => Stock is { } stock ? new StockPolicy(stock, LowStockAt, CouponCodes) : null;

    /// <summary>The code that everybody gets; null for a list of them, and for what is no coupon.</summary>
    [JsonIgnore]
    public string? CouponCode => (Value as CouponValue)?.CouponCode;

    public RewardToGrant ToGrant(EventDocument e) => new(
        RewardId,
        Name,
        Value,
        Policy,
        Value is PointValue && e.Terms.PointBudget is { } points ? new BudgetPolicy(points, e.Revision) : null,
        ReturnOnRevoke,
        Delivery);

    /// <summary>Remaining is that of a reward that nobody has claimed: RewardWorker knows better.</summary>
    /// <param name="forStaff">Show the coupon code, and where grants are delivered.</param>
    public RewardDetails ToDetails(Guid eventId, bool forStaff) => new(
        RewardId,
        eventId,
        Name,
        !forStaff && Value is CouponValue coupon ? coupon with { CouponCode = null } : Value,
        Stock,
        Remaining: Stock,
        LowStockAt,
        ReturnOnRevoke,
        CreatedAt,
        UpdatedAt,
        forStaff ? Delivery?.Url : null);
}
