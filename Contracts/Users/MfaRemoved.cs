namespace Contracts.Users;

/// <summary>The answer to RemoveMfa and ResetMfa.</summary>
public sealed record MfaRemoved(Guid UserId);
