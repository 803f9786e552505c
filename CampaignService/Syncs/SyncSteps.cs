using System.Diagnostics;
using System.Text.Json;
using CampaignService.Campaigns;
using CampaignService.Configurations;
using CampaignService.Credentials;
using CampaignService.Platforms;
using Contracts.Syncs;
using Documents;

namespace CampaignService.Syncs;

/// <summary>One step of a sync: a page is read and taken, or what none has listed is removed, or what the sync kept for itself is deleted.</summary>
internal sealed class SyncSteps(
    IDocumentStore<Sync> syncs,
    IDocumentStore<ConnectedAccount> accounts,
    IDocumentStore<ListedCampaigns> listed,
    IDocumentStore<PlatformConfigs> configs,
    SealedCredentials credentials,
    KnownPlatforms platforms,
    CampaignChanges changes,
    TimeProvider time,
    ILogger<SyncSteps> logger)
{
    /// <summary>After which a step that has not ended is taken for cut off: longer than a platform has to answer, and than a page takes to be stored.</summary>
    public static readonly TimeSpan Lease = HttpCampaigns.Patience + TimeSpan.FromSeconds(20);

    private const int PageSize = 100;

    public async Task Continue(Guid syncId, long step, CancellationToken cancellationToken)
    {
        var sync = await syncs.Get(syncId.ToString(), cancellationToken);
        if (sync?.Take(step, Lease, time.GetUtcNow()) != true || !(await syncs.Update(sync, cancellationToken)).IsSaved)
        {
            return;
        }

        if (!sync.IsOpen)
        {
            await Clean(sync, cancellationToken);
        }
        else if (sync.Current is null)
        {
            await BeginNext(sync, cancellationToken);
        }
        else
        {
            await Go(sync, sync.Current, cancellationToken);
        }
    }

    private async Task BeginNext(Sync sync, CancellationToken cancellationToken)
    {
        sync.BeginNext(time.GetUtcNow());
        if ((await syncs.Update(sync, cancellationToken)).Outcome == WriteOutcome.DuplicateKey)
        {
            // Another sync is at it, which does the same.
            var skipping = (await syncs.Get(sync.Id, cancellationToken))!;
            await End(skipping, one => one.SkipNext(time.GetUtcNow()), cancellationToken);
        }
    }

    private async Task Go(Sync sync, string accountId, CancellationToken cancellationToken)
    {
        var account = await accounts.Get($"{sync.Scope}/{accountId}", cancellationToken);
        var config = (await configs.Get(sync.Scope, cancellationToken))?.Current;
        if (account is not { IsConnected: true } || config is null || (sync.ConnectionId is { } began && began != account.ConnectionId))
        {
            if ((sync.ConnectionId ?? account?.ConnectionId) is { } gone && !IsConnectedBy(account, gone))
            {
                // What a page has stored that was cut off while the account was taken away.
                await changes.DeleteAll(gone, cancellationToken);
            }

            await End(sync, one => one.Fail(SyncErrors.NotConnected, time.GetUtcNow()), cancellationToken);
            return;
        }

        sync.ConnectionId = account.ConnectionId;
        if (sync.IsListed)
        {
            await Finish(sync, account, cancellationToken);
            return;
        }

        if (credentials.Open(account).Credentials is not { } opened)
        {
            await End(sync, one => one.Fail(SyncErrors.KeyUnavailable, time.GetUtcNow()), cancellationToken);
            return;
        }

        var outcome = await platforms.Find(sync.Platform)!.Read(
            JsonSerializer.SerializeToElement(config.Settings), JsonSerializer.Deserialize<JsonElement>(opened), sync.Cursor, cancellationToken);
        await Act(sync, account, outcome, cancellationToken);
    }

    private async Task Act(Sync sync, ConnectedAccount account, PageOutcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case PageOutcome.Page page:
                await Take(sync, account, page, cancellationToken);
                break;
            case PageOutcome.RateLimited limited:
                await End(sync, one => one.Wait(SyncErrors.RateLimited, limited.After, time.GetUtcNow()), cancellationToken);
                break;
            case PageOutcome.Retry retry:
                await End(sync, one => one.Wait(SyncErrors.BadAnswer, retry.After, time.GetUtcNow()), cancellationToken);
                break;
            case PageOutcome.Unreachable unreachable:
                Tell(sync, unreachable.Why);
                await End(sync, one => one.Wait(SyncErrors.Unreachable, null, time.GetUtcNow()), cancellationToken);
                break;
            case PageOutcome.Unauthorized:
                await End(sync, one => one.Fail(SyncErrors.Unauthorized, time.GetUtcNow()), cancellationToken);
                break;
            case PageOutcome.Forbidden forbidden:
                Tell(sync, forbidden.Why);
                await End(sync, one => one.Fail(SyncErrors.Unreachable, time.GetUtcNow()), cancellationToken);
                break;
            case PageOutcome.BadAnswer bad:
                Tell(sync, bad.Why);
                await End(sync, one => one.Fail(SyncErrors.BadAnswer, time.GetUtcNow()), cancellationToken);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private async Task Take(Sync sync, ConnectedAccount account, PageOutcome.Page page, CancellationToken cancellationToken)
    {
        var stamp = new CampaignStamp(sync.SyncId, sync.Pages, CampaignChange.Updated);
        var (created, updated) = await changes.Take(account, page.Items, stamp, cancellationToken);
        await Remember(sync, account, page, cancellationToken);
        if (!IsConnectedBy(await accounts.Get(account.Id, cancellationToken), account.ConnectionId))
        {
            // Taken away since it was looked at, and with it what was stored by then. Before the step ends: one that is cut off is done again.
            await changes.DeleteAll(account.ConnectionId, cancellationToken);
        }

        SyncMetrics.Fetched(page.Items.Count);
        await End(sync, one =>
        {
            if (one.Advance(page.Items.Count, created, updated, page.NextCursor, time.GetUtcNow()) is { } fault)
            {
                Tell(one, fault);
                one.Fail(SyncErrors.BadAnswer, time.GetUtcNow());
            }
        }, cancellationToken);
    }

    private static bool IsConnectedBy(ConnectedAccount? account, Guid connectionId) => account is { IsConnected: true } known && known.ConnectionId == connectionId;

    /// <summary>A step that is done again may have read another page than the first time.</summary>
    private async Task Remember(Sync sync, ConnectedAccount account, PageOutcome.Page page, CancellationToken cancellationToken)
    {
        var ids = page.Items.SelectMany(one => Guid.Parse(Campaign.IdOf(account.ConnectionId, one.Id)).ToByteArray()).ToArray();
        var kept = new ListedCampaigns
        {
            Id = ListedCampaigns.IdOf(sync.SyncId, sync.Pages),
            SyncId = sync.SyncId,
            Account = account.Id,
            At = time.GetUtcNow(),
            Campaigns = ids,
        };
        if (!(await listed.Insert(kept, cancellationToken)).IsSaved)
        {
            await listed.Change(kept.Id, before =>
            {
                before.Campaigns = ids;
                return true;
            }, cancellationToken);
        }
    }

    private async Task Finish(Sync sync, ConnectedAccount account, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Guid>();
        await foreach (var page in Listed(sync, account.Id, cancellationToken))
        {
            seen.UnionWith(page.Ids());
        }

        var removed = await changes.Remove(account.ConnectionId, seen, new CampaignStamp(sync.SyncId, sync.Pages, CampaignChange.Removed), cancellationToken);
        await accounts.Change(account.Id, stored =>
        {
            stored.LastSyncAt = stored.ConnectionId == account.ConnectionId ? time.GetUtcNow() : stored.LastSyncAt;
            return stored.ConnectionId == account.ConnectionId;
        }, cancellationToken);
        await End(sync, one => one.Finish(removed, time.GetUtcNow()), cancellationToken);
    }

    private async Task Clean(Sync sync, CancellationToken cancellationToken)
    {
        await foreach (var page in Listed(sync, null, cancellationToken))
        {
            await listed.Delete(page, cancellationToken);
        }

        // Each that ends takes along more than one: however often an account is synced, they do not pile up.
        var old = await syncs.Query(
            new Query<Sync>().Where(s => s.Scope, sync.Scope).OrderBy(s => s.StartedAt).Until(time.GetUtcNow() - Sync.Kept).Take(PageSize), cancellationToken);
        foreach (var one in old.Items.Where(one => one.DueAt is null))
        {
            await syncs.Delete(one, cancellationToken);
        }

        sync.Clean();
        await syncs.Update(sync, cancellationToken);
    }

    /// <summary>Saves what the step came to, unless it was too late for it.</summary>
    private async Task End(Sync sync, Action<Sync> change, CancellationToken cancellationToken)
    {
        change(sync);
        if ((await syncs.Update(sync, cancellationToken)).IsSaved && !sync.IsOpen)
        {
            SyncMetrics.Ended(sync);
            logger.LogInformation(
                "Sync {SyncId} of {Scope} is {Status} {Error}: {Fetched} campaigns fetched, {Created} new, {Updated} changed, {Removed} removed",
                sync.Id, sync.Scope, sync.Status, sync.Error, sync.Fetched, sync.Created, sync.Updated, sync.Removed);
        }
    }

    private void Tell(Sync sync, string why) =>
        logger.LogWarning("The platform of sync {SyncId} of {Scope} failed at page {Page}: {Why}", sync.Id, sync.Scope, sync.Pages, why);

    private async IAsyncEnumerable<ListedCampaigns> Listed(
        Sync sync, string? account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var query = new Query<ListedCampaigns>().Where(l => l.SyncId, sync.SyncId).OrderBy(l => l.At).After(Cursor.Parse(next)).Take(PageSize);
            var page = await listed.Query(account is null ? query : query.Where(l => l.Account, account), cancellationToken);
            foreach (var one in page.Items)
            {
                yield return one;
            }

            next = page.NextCursor;
        }
        while (next is not null);
    }
}
