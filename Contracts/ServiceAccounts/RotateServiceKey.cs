namespace Contracts.ServiceAccounts;

/// <summary>From the Gateway for an administrator. KeyHash: of the new key that it has made; the others work OverlapSeconds longer at most.
/// Answered with ServiceAccountDetails, or Refused NOT_FOUND, FORBIDDEN, INVALID_STATE.</summary>
public sealed record RotateServiceKey(Guid ServiceAccountId, string KeyHash, int OverlapSeconds, Caller Caller);
