namespace Contracts.Users;

/// <summary>From the Gateway for anyone. Answered with PasswordResetRequested before anybody looks whether there is such an account.</summary>
public sealed record RequestPasswordReset(string Email);
