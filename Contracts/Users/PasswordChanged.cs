namespace Contracts.Users;

/// <summary>The answer to ChangePassword.</summary>
public sealed record PasswordChanged(Guid UserId);
