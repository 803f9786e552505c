using Contracts.Events;

namespace Contracts.Requests;

/// <summary>From EventService with each new request. Starts the saga. ApprovalDeadline: null waits without end.</summary>
public sealed record RewardRequested(
    Guid RequestId, Guid EventId, Guid UserId, ApprovalMode Approval, DateTimeOffset? ApprovalDeadline, IReadOnlyList<RewardToGrant> Rewards);
