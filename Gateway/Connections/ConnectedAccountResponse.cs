using Contracts.Connections;

namespace Gateway.Connections;

internal sealed record ConnectedAccountResponse(
    string AccountId, AccountStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastSyncAt, int? SyncEveryMinutes, string KeyId)
{
    public static ConnectedAccountResponse Of(ConnectedAccountDetails account) => new(
        account.AccountId, account.Status, account.CreatedAt, account.UpdatedAt, account.LastSyncAt, account.SyncEveryMinutes, account.KeyId);
}
