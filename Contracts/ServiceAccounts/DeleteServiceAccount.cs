namespace Contracts.ServiceAccounts;

/// <summary>From the Gateway for an administrator: no key of it counts from the answer on.
/// Answered with ServiceAccountDeleted, or Refused NOT_FOUND, FORBIDDEN.</summary>
public sealed record DeleteServiceAccount(Guid ServiceAccountId, Caller Caller);
