using System.Diagnostics;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Events.Rewards;

/// <summary>A reward as a row of a list, without what nobody should read over a shoulder.</summary>
public sealed record RewardLine(Guid Id, string Name, string What, int? Stock, int? Remaining, int? LowStockAt, bool IsLow, string? DeliveredTo, DateTimeOffset? Expiry)
{
    public static RewardLine Of(Reward reward)
    {
        ArgumentNullException.ThrowIfNull(reward);
        return new RewardLine(
            reward.Id,
            reward.Name,
            Describe(reward),
            reward.Stock,
            reward.Remaining,
            reward.LowStockAt,
            reward.Remaining is { } left && left <= (reward.LowStockAt ?? 0),
            reward.Delivery?.Url,
            (reward as CouponReward)?.Expiry);
    }

    private static string Describe(Reward reward) => reward switch
    {
        PointReward { Points: var points } => $"{Figure.Of(points)} points",
        ItemReward item => $"{Figure.Of(item.Quantity)} × {item.ItemId}",
        CouponReward { CouponCode: null } => "A coupon of its own for each",
        CouponReward => "One coupon for all",
        BadgeReward badge => $"Badge {badge.BadgeId}",
        UnknownReward => "Of a kind that this console does not know",
        _ => throw new UnreachableException(),
    };
}
