namespace Contracts.Users;

/// <summary>The answer to VerifyEmail.</summary>
public sealed record EmailVerified(Guid UserId);
