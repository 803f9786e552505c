using CampaignService.Campaigns;
using CampaignService.Credentials;
using CampaignService.Syncs;
using Documents;
using Documents.Sweeps;

namespace CampaignService.Sweeps;

/// <summary>
/// What stays of accounts that were taken away, so that a command that comes again is known, and of syncs, so that they are shown: of owners who are
/// no more, too, for whom nobody else tidies up. And what a sync listed that was ended while it did.
/// </summary>
internal sealed class Leftovers(
    IDocumentStore<ConnectedAccount> accounts, IDocumentStore<Sync> syncs, IDocumentStore<ListedCampaigns> listed, CampaignChanges changes, TimeProvider time)
    : IRetention
{
    private const int PageSize = 200;

    public string Documents => "syncs, and accounts that were taken away";

    /// <summary>Far longer than a message of theirs may wait in their outbox.</summary>
    public TimeSpan Kept => Sync.Kept;

    public async Task<int> Delete(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - Kept;
        await listed.Delete(new Query<ListedCampaigns>().OrderBy(l => l.At).Until(until).Take(PageSize), null, null, cancellationToken);
        return await accounts.Delete(
                new Query<ConnectedAccount>().Where(a => a.IsConnected, false).OrderBy(a => a.UpdatedAt).Until(until).Take(PageSize), null, Empty, cancellationToken)
            + await syncs.Delete(new Query<Sync>().OrderBy(s => s.StartedAt).Until(until).Take(PageSize), sync => sync.DueAt is null, null, cancellationToken);

        // A process that died while it read a page of the account may have left campaigns: after this nobody knows whose they were.
        Task Empty(ConnectedAccount account) => changes.DeleteAll(account.ConnectionId, cancellationToken);
    }
}
