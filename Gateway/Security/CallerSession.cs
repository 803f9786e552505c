namespace Gateway.Security;

/// <summary>The access token with which a request came.</summary>
internal sealed record CallerSession(Guid UserId, string TokenHash, DateTime ExpiresAt);
