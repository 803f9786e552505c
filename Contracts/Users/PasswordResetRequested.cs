namespace Contracts.Users;

/// <summary>The answer to RequestPasswordReset, and what AuthService tells itself: it then looks for the account and sends the mail.</summary>
public sealed record PasswordResetRequested(Guid RequestId);
