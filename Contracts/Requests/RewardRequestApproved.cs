namespace Contracts.Requests;

/// <summary>From EventService when an operator has approved a request. The saga grants each reward. TermsId, Rewards: as in RewardRequested.</summary>
public sealed record RewardRequestApproved(Guid RequestId, Guid EventId, Guid UserId, IReadOnlyList<RewardToGrant>? Rewards, string? TermsId = null);
