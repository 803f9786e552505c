using Contracts.Requests;
using EventService.Terms;

namespace EventService.Requests;

/// <summary>What there is to show of a request at one moment, but for what its rewards are: that is in its terms.</summary>
internal sealed record RequestSnapshot(
    Guid Id,
    Guid EventId,
    Guid UserId,
    RequestStatus Status,
    string? TermsId,
    IReadOnlyList<ClaimedReward> Rewards,
    IReadOnlyList<TimelineEntry> Timeline,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <param name="terms">Of a request that refers to them.</param>
    /// <param name="withCodes">Show the coupon codes: to the owner only.</param>
    public RewardRequestDetails ToDetails(RewardTermsDocument? terms, bool withCodes) => new(
        Id,
        EventId,
        UserId,
        Status,
        [.. Rewards.Select(reward => Details(reward, reward.ToGrant ?? terms!.Reward(reward.Id), withCodes))],
        Timeline,
        CreatedAt,
        UpdatedAt);

    private static RequestedReward Details(ClaimedReward reward, RewardToGrant terms, bool withCodes) =>
        new(terms.RewardId, terms.Value.Type, terms.Name, reward.Granted, withCodes ? reward.CouponCode : null);
}
