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
    DateTimeOffset UpdatedAt);
