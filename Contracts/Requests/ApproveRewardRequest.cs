namespace Contracts.Requests;

/// <summary>From the Gateway for an operator. Answered with RewardRequestDetails, or Refused NOT_FOUND, ALREADY_DECIDED, SELF_DECISION, SAME_OPERATOR. RewardRequestApproved follows.</summary>
public sealed record ApproveRewardRequest(Guid RequestId, string Actor, string? Reason);
