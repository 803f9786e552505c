using CampaignService.Credentials;
using CampaignService.Syncs;
using Documents;

namespace CampaignService.Owners;

/// <summary>
/// What stays of accounts that were taken away, so that a command that comes again is known, and of syncs, so that they are shown: of owners who are
/// no more, too, for whom nobody else tidies up.
/// </summary>
internal sealed class Leftovers(IDocumentStore<ConnectedAccount> accounts, IDocumentStore<Sync> syncs, TimeProvider time)
{
    /// <summary>Far longer than a message of theirs may wait in their outbox.</summary>
    public static readonly TimeSpan Kept = Sync.Kept;

    private const int PageSize = 200;

    /// <returns>How many were deleted.</returns>
    public async Task<int> Delete(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - Kept;
        return await Each(accounts, () => new Query<ConnectedAccount>().Where(a => a.IsConnected, false).OrderBy(a => a.UpdatedAt).Until(until), _ => true, cancellationToken)
            + await Each(syncs, () => new Query<Sync>().OrderBy(s => s.StartedAt).Until(until), sync => sync.DueAt is null, cancellationToken);
    }

    private static async Task<int> Each<T>(IDocumentStore<T> store, Func<Query<T>> old, Func<T, bool> isDone, CancellationToken cancellationToken) where T : Document
    {
        var (deleted, next) = (0, (string?)null);
        do
        {
            var page = await store.Query(old().After(Cursor.Parse(next)).Take(PageSize), cancellationToken);
            var results = await Task.WhenAll(page.Items.Where(isDone).Select(document => store.Delete(document, cancellationToken)));
            deleted += results.Count(result => result.IsSaved);
            next = page.NextCursor;
        }
        while (next is not null);

        return deleted;
    }
}
