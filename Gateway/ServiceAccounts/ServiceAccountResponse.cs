using Contracts.ServiceAccounts;
using Sessions;

namespace Gateway.ServiceAccounts;

/// <summary>A service account with a key that was just made: no other answer has it.</summary>
internal sealed record ServiceAccountResponse(
    Guid Id, string Name, IReadOnlyList<string> Permissions, string Key, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public static ServiceAccountResponse Of(ServiceAccountDetails account, ServiceKey key) =>
        new(account.Id, account.Name, account.Permissions, key.Text, account.CreatedAt, account.ExpiresAt);
}
