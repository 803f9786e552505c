namespace Contracts.Requests;

/// <summary>From EventService when a request is approved. The saga grants each reward.</summary>
public sealed record RewardRequestApproved(Guid RequestId, Guid EventId, Guid UserId, IReadOnlyList<RewardToGrant> Rewards);
