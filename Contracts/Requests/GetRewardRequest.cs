namespace Contracts.Requests;

/// <summary>From the Gateway. Answered with RewardRequestDetails, or Refused NOT_FOUND, also for what the caller may not see.</summary>
public sealed record GetRewardRequest(Guid RequestId, Caller Caller);
