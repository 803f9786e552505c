namespace Contracts.Requests;

/// <summary>From the Gateway for an operator, or from the saga ("system", APPROVAL_EXPIRED) when the deadline passes. Answered as
/// ApproveRewardRequest is. RewardRequestRejected follows.</summary>
public sealed record RejectRewardRequest(Guid RequestId, string Actor, string Reason);
