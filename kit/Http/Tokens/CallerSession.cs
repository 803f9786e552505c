namespace Http.Tokens;

/// <summary>The access token with which a request came.</summary>
public sealed record CallerSession(Guid UserId, string TokenHash, DateTime ExpiresAt);
