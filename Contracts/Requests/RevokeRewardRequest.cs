namespace Contracts.Requests;

/// <summary>From the Gateway for an administrator. Answered with RewardRequestDetails, or Refused NOT_FOUND, INVALID_STATE.
/// RewardRequestRevoked follows.</summary>
public sealed record RevokeRewardRequest(Guid RequestId, Caller Caller, string Reason);
