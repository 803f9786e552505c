namespace Contracts.Sessions;

/// <summary>From the Gateway. Answered with SessionStarted, with MfaRequired when the account has a second factor, or Refused
/// INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS.</summary>
public sealed record LogIn(string Email, string Password, string? IpAddress);
