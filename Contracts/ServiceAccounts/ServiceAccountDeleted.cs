namespace Contracts.ServiceAccounts;

/// <summary>The answer to DeleteServiceAccount.</summary>
public sealed record ServiceAccountDeleted(Guid ServiceAccountId);
