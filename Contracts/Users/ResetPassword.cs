namespace Contracts.Users;

/// <summary>From the Gateway with the token of a mail. Ends every session and lifts the lock-out.
/// Answered with PasswordChanged, or Refused INVALID_TOKEN.</summary>
public sealed record ResetPassword(string Token, string NewPassword);
