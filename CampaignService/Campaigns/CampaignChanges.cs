using CampaignService.Credentials;
using CampaignService.Platforms;
using Documents;

namespace CampaignService.Campaigns;

/// <summary>What a sync changes of an account's campaigns. Each step may be done again, and then counts the same and writes nothing.</summary>
internal sealed class CampaignChanges(IDocumentStore<Campaign> campaigns, TimeProvider time)
{
    /// <summary>So many are read and written at once; the store makes few commits of them.</summary>
    private const int AtOnce = 250;

    private const int PageSize = 500;

    public async Task<(int Created, int Updated)> Take(
        ConnectedAccount account, IReadOnlyList<PlatformCampaign> seen, CampaignStamp stamp, CancellationToken cancellationToken)
    {
        var (created, updated) = (0, 0);
        foreach (var some in seen.Chunk(AtOnce))
        {
            foreach (var saved in await Task.WhenAll(some.Select(one => Take(account, one, stamp, cancellationToken))))
            {
                created += saved is { Change: CampaignChange.Created } && saved.IsOf(stamp) ? 1 : 0;
                updated += saved is { Change: CampaignChange.Updated } && saved.IsOf(stamp) ? 1 : 0;
            }
        }

        return (created, updated);
    }

    /// <summary>Marks as removed what an account has and its platform does not list.</summary>
    public async Task<int> Remove(Guid connectionId, HashSet<Guid> listed, CampaignStamp stamp, CancellationToken cancellationToken)
    {
        var removed = 0;
        var query = Of(connectionId);
        await foreach (var page in campaigns.Pages(query, cancellationToken))
        {
            var gone = page.Where(campaign => !listed.Contains(Guid.Parse(campaign.Id)));
            var saved = await Task.WhenAll(gone.Select(campaign => Remove(campaign, stamp, cancellationToken)));
            removed += saved.Count(isOfStep => isOfStep);
        }

        return removed;
    }

    /// <summary>Deletes what an account had that was taken away.</summary>
    public async Task DeleteAll(Guid connectionId, CancellationToken cancellationToken)
    {
        IReadOnlyList<Campaign> some;
        do
        {
            some = (await campaigns.Query(Of(connectionId), cancellationToken)).Items;
            await Task.WhenAll(some.Select(campaign => campaigns.Delete(campaign, cancellationToken)));
        }
        while (some.Count > 0);
    }

    private static Query<Campaign> Of(Guid connectionId) =>
        new Query<Campaign>().Where(c => c.ConnectionId, connectionId).OrderBy(c => c.FoundAt).Take(PageSize);

    private async Task<CampaignStamp> Take(ConnectedAccount account, PlatformCampaign seen, CampaignStamp stamp, CancellationToken cancellationToken)
    {
        var id = Campaign.IdOf(account.ConnectionId, seen.Id);
        while (true)
        {
            var now = time.GetUtcNow();
            var stored = await campaigns.Get(id, cancellationToken);
            if (stored is not null && !stored.Take(seen, stamp, now))
            {
                return stored.Stamp;
            }

            var changed = stored ?? Campaign.Of(account, seen, stamp with { Change = CampaignChange.Created }, now);
            var result = stored is null ? await campaigns.Insert(changed, cancellationToken) : await campaigns.Update(changed, cancellationToken);
            if (result.IsSaved)
            {
                return changed.Stamp;
            }
        }
    }

    /// <returns>Whether this step removes it, now or before it was cut off.</returns>
    private async Task<bool> Remove(Campaign campaign, CampaignStamp stamp, CancellationToken cancellationToken)
    {
        var saved = await campaigns.Change(campaign.Id, stored => stored.Remove(stamp, time.GetUtcNow()), cancellationToken);
        return saved is not null && saved.RemovedAt is not null && saved.Stamp == stamp;
    }
}
