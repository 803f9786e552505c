namespace Contracts.Connections;

/// <summary>The answer to ListConnectedAccounts.</summary>
public sealed record ConnectedAccountList(IReadOnlyList<ConnectedAccountDetails> Items, string? NextCursor);
