using Contracts.Events;

namespace Contracts.Requests;

/// <summary>From EventService with each new request. Starts the saga, which grants at once what is approved automatically, and waits
/// for the decision on all else. ApprovalDeadline: null waits without end. TermsId: of the RewardTerms that it is granted by; Rewards
/// in its place is an earlier form.</summary>
public sealed record RewardRequested(
    Guid RequestId,
    Guid EventId,
    Guid UserId,
    ApprovalMode Approval,
    DateTimeOffset? ApprovalDeadline,
    IReadOnlyList<RewardToGrant>? Rewards,
    string? TermsId = null);
