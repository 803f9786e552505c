namespace Contracts.Requests;

/// <summary>From the Gateway. Answered with RewardRequestList, newest first, or Refused FORBIDDEN for another's, VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListRewardRequests(Guid? UserId, Guid? EventId, RequestStatus? Status, int Limit, string? Cursor, Caller Caller);
