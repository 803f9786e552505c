namespace Contracts.Requests;

/// <summary>From the Gateway for a user; the Gateway makes the id, and sending it again answers with the same request.
/// Answered with RewardRequestDetails, or Refused NOT_FOUND, EVENT_NOT_ACTIVE, ALREADY_REQUESTED,
/// CLAIM_LIMIT_REACHED, REQUEST_LIMIT_REACHED, NO_REWARDS, NOT_ELIGIBLE.</summary>
public sealed record RequestReward(Guid RequestId, Guid EventId, Caller Caller);
