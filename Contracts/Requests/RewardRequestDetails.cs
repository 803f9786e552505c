using Contracts.Rewards;

namespace Contracts.Requests;

/// <summary>A reward request as its owner and operators see it.</summary>
public sealed record RewardRequestDetails(
    Guid Id,
    Guid EventId,
    Guid UserId,
    RequestStatus Status,
    IReadOnlyList<RequestedReward> Rewards,
    IReadOnlyList<TimelineEntry> Timeline,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt) : IHasCodes<RewardRequestDetails>
{
    public RewardRequestDetails WithCodes(Func<string, string?> show) => Rewards.All(reward => reward.CouponCode is null)
        ? this
        : this with { Rewards = [.. Rewards.Select(reward => reward.CouponCode is { } code ? reward with { CouponCode = show(code) } : reward)] };
}
