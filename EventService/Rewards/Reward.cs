using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using EventService.Events;

namespace EventService.Rewards;

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
    RewardDelivery? Delivery = null)
{
    private const int MaxNameLength = 200;
    private const int MaxStock = 1_000_000_000;
    private const int MaxUrlLength = 2048;

    /// <summary>What its pool is made by; null when it is unlimited.</summary>
    public StockPolicy? Policy => Stock is { } stock ? new StockPolicy(stock, LowStockAt, CouponCodes) : null;

    public RewardToGrant ToGrant(EventDocument e) => new(
        RewardId,
        Name,
        Value,
        Policy,
        Value.Type == RewardType.Point && e.Terms.PointBudget is { } points ? new BudgetPolicy(points, e.Revision) : null,
        ReturnOnRevoke,
        Delivery);

    public void Check(Faults faults, RewardValue? before, DateTimeOffset now)
    {
        var least = before is null ? 1 : 0;
        faults.AddIf(Stock < least || Stock > MaxStock, "stock", $"is a number from {least} to {MaxStock}.");
        faults.AddIf(LowStockAt is not null && Stock is null, "lowStockAt", "goes with stock only.");
        faults.AddIf(LowStockAt < 0 || LowStockAt > Stock, "lowStockAt", "is a number from 0 to stock.");
        faults.AddIf(string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength, "name", $"has 1 to {MaxNameLength} characters.");
        faults.AddIf(Delivery is { Url.Length: 0 or > MaxUrlLength }, "delivery.url", $"has 1 to {MaxUrlLength} characters.");
        if (Value != before)
        {
            Value.Check(CouponCodes, faults, now);
        }
    }

    /// <summary>Remaining is that of a reward that nobody has claimed: RewardWorker knows better.</summary>
    /// <param name="forStaff">Show the coupon code, and where grants are delivered.</param>
    public RewardDetails ToDetails(Guid eventId, bool forStaff) => new(
        RewardId,
        eventId,
        Name,
        forStaff ? Value : Value with { CouponCode = null },
        Stock,
        Remaining: Stock,
        LowStockAt,
        ReturnOnRevoke,
        CreatedAt,
        UpdatedAt,
        forStaff ? Delivery?.Url : null);
}
