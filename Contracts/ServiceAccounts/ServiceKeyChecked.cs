namespace Contracts.ServiceAccounts;

/// <summary>The answer to CheckServiceKey: the store of keys has what counts.</summary>
public sealed record ServiceKeyChecked(Guid ServiceAccountId);
