using System.Text.Json.Serialization;
using Contracts.Requests;
using Contracts.Rewards;

namespace Gateway.Requests;

internal sealed record RequestResponse(
    Guid Id,
    Guid EventId,
    Guid UserId,
    RequestStatus Status,
    IReadOnlyList<RequestedRewardResponse> Rewards,
    IReadOnlyList<TimelineEntry> Timeline,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static RequestResponse Of(RewardRequestDetails request) => new(
        request.Id,
        request.EventId,
        request.UserId,
        request.Status,
        [.. request.Rewards.Select(reward => new RequestedRewardResponse(reward.RewardId, reward.Type, reward.Name, reward.Granted, reward.CouponCode))],
        request.Timeline,
        request.CreatedAt,
        request.UpdatedAt);
}

/// <summary>One reward of a request. CouponCode: only for the owner, once granted.</summary>
internal sealed record RequestedRewardResponse(
    Guid RewardId,
    RewardType Type,
    string Name,
    bool Granted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CouponCode = null);

internal sealed record RequestListResponse(IReadOnlyList<RequestResponse> Items, string? NextCursor);
