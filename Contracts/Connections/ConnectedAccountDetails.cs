namespace Contracts.Connections;

/// <summary>An account with stored credentials, as its owner sees it; what was stored is never told. KeyId names the key that wraps it.</summary>
public sealed record ConnectedAccountDetails(
    string Platform,
    string AccountId,
    AccountStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? LastSyncAt,
    int? SyncEveryMinutes,
    string KeyId);
