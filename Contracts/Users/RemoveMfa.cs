namespace Contracts.Users;

/// <summary>From the Gateway for the user himself. Code: of the authenticator or a recovery code.
/// Answered with MfaRemoved, or Refused INVALID_PASSWORD, INVALID_CODE, TOO_MANY_ATTEMPTS, NOT_FOUND.</summary>
public sealed record RemoveMfa(Guid UserId, string Password, string Code);
