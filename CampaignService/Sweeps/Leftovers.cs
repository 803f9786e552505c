using CampaignService.Campaigns;
using CampaignService.Credentials;
using CampaignService.Syncs;
using Documents;

namespace CampaignService.Sweeps;

/// <summary>
/// What stays of accounts that were taken away, so that a command that comes again is known, and of syncs, so that they are shown: of owners who are
/// no more, too, for whom nobody else tidies up. And what a sync listed that was ended while it did.
/// </summary>
internal sealed class Leftovers(
    IDocumentStore<ConnectedAccount> accounts, IDocumentStore<Sync> syncs, IDocumentStore<ListedCampaigns> listed, CampaignChanges changes, TimeProvider time)
{
    /// <summary>Far longer than a message of theirs may wait in their outbox.</summary>
    public static readonly TimeSpan Kept = Sync.Kept;

    private const int PageSize = 200;

    /// <returns>How many were deleted.</returns>
    public async Task<int> Delete(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - Kept;
        await Each(listed, () => new Query<ListedCampaigns>().OrderBy(l => l.At).Until(until), _ => true, _ => Task.CompletedTask, cancellationToken);
        return await Each(accounts, () => new Query<ConnectedAccount>().Where(a => a.IsConnected, false).OrderBy(a => a.UpdatedAt).Until(until), _ => true, Empty, cancellationToken)
            + await Each(syncs, () => new Query<Sync>().OrderBy(s => s.StartedAt).Until(until), sync => sync.DueAt is null, _ => Task.CompletedTask, cancellationToken);

        // A process that died while it read a page of the account may have left campaigns: after this nobody knows whose they were.
        Task Empty(ConnectedAccount account) => changes.DeleteAll(account.ConnectionId, cancellationToken);
    }

    private static async Task<int> Each<T>(
        IDocumentStore<T> store, Func<Query<T>> old, Func<T, bool> isDone, Func<T, Task> before, CancellationToken cancellationToken) where T : Document
    {
        var (deleted, next) = (0, (string?)null);
        do
        {
            var page = await store.Query(old().After(Cursor.Parse(next)).Take(PageSize), cancellationToken);
            var results = await Task.WhenAll(page.Items.Where(isDone).Select(async document =>
            {
                await before(document);
                return await store.Delete(document, cancellationToken);
            }));
            deleted += results.Count(result => result.IsSaved);
            next = page.NextCursor;
        }
        while (next is not null);

        return deleted;
    }
}
