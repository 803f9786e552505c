namespace Contracts.Users;

/// <summary>The answer to ChangePassword and ResetPassword.</summary>
public sealed record PasswordChanged(Guid UserId);
