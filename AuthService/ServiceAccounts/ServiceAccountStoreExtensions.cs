using Documents;

namespace AuthService.ServiceAccounts;

internal static class ServiceAccountStoreExtensions
{
    /// <summary>Null also when the account was deleted.</summary>
    public static async Task<ServiceAccount?> ById(this IDocumentStore<ServiceAccount> accounts, Guid id, CancellationToken cancellationToken) =>
        await accounts.Get(id.ToString(), cancellationToken) is { Deletion: null } account ? account : null;
}
