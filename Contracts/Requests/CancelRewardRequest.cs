namespace Contracts.Requests;

/// <summary>From the Gateway for the owner. Answered with RewardRequestDetails, or Refused NOT_FOUND, INVALID_STATE.
/// RewardRequestCancelled follows.</summary>
public sealed record CancelRewardRequest(Guid RequestId, Caller Caller);
