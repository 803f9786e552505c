namespace Contracts.Sessions;

/// <summary>From the Gateway: the second factor of a login. Code: of the authenticator or a recovery code. Answered with SessionStarted,
/// or Refused INVALID_MFA_TOKEN, INVALID_CODE, TOO_MANY_ATTEMPTS.</summary>
public sealed record ConfirmLogIn(string MfaToken, string Code, string? IpAddress);
