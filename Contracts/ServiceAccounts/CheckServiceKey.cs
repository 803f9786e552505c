namespace Contracts.ServiceAccounts;

/// <summary>From the Gateway when a key was shown whose account is not in the store of keys, and now and then for one that is: AuthService
/// writes there what it knows, and notes the use. Answered with ServiceKeyChecked.</summary>
public sealed record CheckServiceKey(Guid ServiceAccountId, string KeyHash);
