namespace Contracts.ServiceAccounts;

/// <summary>The answer to ListServiceAccounts.</summary>
public sealed record ServiceAccountList(IReadOnlyList<ServiceAccountDetails> Items, string? NextCursor);
