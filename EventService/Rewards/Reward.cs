using Contracts.Rewards;

namespace EventService.Rewards;

/// <summary>A reward, inside its event's document.</summary>
internal sealed record Reward(
    Guid RewardId, string Name, RewardValue Value, bool ReturnOnRevoke, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    private const int MaxNameLength = 200;

    public void Check(Faults faults, RewardValue? before, DateTimeOffset now)
    {
        faults.AddIf(string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength, "name", $"has 1 to {MaxNameLength} characters.");
        if (Value != before)
        {
            Value.Check(faults, now);
        }
    }

    /// <param name="withCode">Show the coupon code.</param>
    public RewardDetails ToDetails(Guid eventId, bool withCode) => new(
        RewardId,
        eventId,
        Name,
        withCode ? Value : Value with { CouponCode = null },
        Stock: null,
        Remaining: null,
        LowStockAt: null,
        ReturnOnRevoke,
        CreatedAt,
        UpdatedAt);
}
