namespace Contracts.ServiceAccounts;

/// <summary>A service account as administrators see it. LastUsedAt: about when a key of it was used, to the minute.</summary>
public sealed record ServiceAccountDetails(
    Guid Id, string Name, IReadOnlyList<string> Permissions, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
