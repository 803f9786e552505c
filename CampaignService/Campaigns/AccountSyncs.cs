using CampaignService.Credentials;
using Documents;

namespace CampaignService.Campaigns;

/// <summary>The connected accounts that campaigns are of, and when each was last synced.</summary>
internal sealed class AccountSyncs(IDocumentStore<ConnectedAccount> accounts)
{
    /// <summary>Null of one that is not connected, or not any more.</summary>
    public async Task<ConnectedAccount?> Account(string id, CancellationToken cancellationToken) =>
        await accounts.Get(id, cancellationToken) is { IsConnected: true } account ? account : null;

    public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> Times(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(ids.Distinct().Select(async id => (Id: id, Account: await Account(id, cancellationToken))));
        return found.ToDictionary(one => one.Id, one => one.Account?.LastSyncAt);
    }
}
