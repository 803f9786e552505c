namespace Contracts.ServiceAccounts;

/// <summary>From the Gateway for an administrator. KeyHash: of the key that it has made and shows him.
/// Answered with ServiceAccountDetails, or Refused FORBIDDEN.</summary>
public sealed record CreateServiceAccount(
    Guid ServiceAccountId, string Name, IReadOnlyList<string> Permissions, DateTimeOffset? ExpiresAt, string KeyHash, Caller Caller);
