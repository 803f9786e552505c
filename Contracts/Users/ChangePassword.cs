namespace Contracts.Users;

/// <summary>From the Gateway for the user himself. Ends every session.
/// Answered with PasswordChanged, or Refused INVALID_PASSWORD, TOO_MANY_ATTEMPTS.</summary>
public sealed record ChangePassword(Guid UserId, string CurrentPassword, string NewPassword);
