using CampaignService.Credentials;
using Contracts.Connections;
using Documents;

namespace CampaignService.Campaigns;

/// <summary>The connected accounts that campaigns are of, and when each was last synced.</summary>
internal sealed class AccountSyncs(IDocumentStore<ConnectedAccount> accounts)
{
    private const int PageSize = 200;

    /// <summary>Null of one that is not connected, or not any more.</summary>
    public async Task<ConnectedAccount?> Account(string id, CancellationToken cancellationToken) =>
        await accounts.Get(id, cancellationToken) is { IsConnected: true } account ? account : null;

    /// <summary>Those of them that are connected, by their connection.</summary>
    public async Task<IReadOnlyDictionary<Guid, ConnectedAccount>> Connected(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(ids.Distinct().Select(id => Account(id, cancellationToken)));
        return found.OfType<ConnectedAccount>().ToDictionary(account => account.ConnectionId);
    }

    /// <summary>All that an owner has connected at a platform, by their connection.</summary>
    public async Task<IReadOnlyDictionary<Guid, ConnectedAccount>> Connected(Owner owner, string platform, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, ConnectedAccount>();
        await foreach (var page in accounts.Pages(ConnectedAccount.Of(owner, platform).Take(PageSize), cancellationToken))
        {
            foreach (var account in page)
            {
                found[account.ConnectionId] = account;
            }
        }

        return found;
    }
}
