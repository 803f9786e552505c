namespace Contracts.Users;

/// <summary>From the Gateway for an administrator: takes the second factor of a user who has lost it. Answered with MfaRemoved, also
/// when there is none, or Refused NOT_FOUND, FORBIDDEN.</summary>
public sealed record ResetMfa(Guid UserId, Caller Caller);
