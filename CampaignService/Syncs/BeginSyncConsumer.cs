using CampaignService.Credentials;
using CampaignService.Platforms;
using Contracts;
using Contracts.Connections;
using Contracts.Syncs;
using Documents;
using MassTransit;

namespace CampaignService.Syncs;

/// <summary>Begins a sync, unless one of the account is open: the store lets one of several be stored.</summary>
internal sealed class BeginSyncConsumer(
    IDocumentStore<Sync> syncs,
    IDocumentStore<ConnectedAccount> accounts,
    SealedCredentials credentials,
    KnownPlatforms platforms,
    TimeProvider time,
    ILogger<BeginSyncConsumer> logger)
    : IConsumer<BeginSync>
{
    private const int PageSize = 200;

    /// <summary>Each time others have begun a sync of the first free account meanwhile.</summary>
    private const int MostAttempts = 5;

    public async Task Consume(ConsumeContext<BeginSync> context)
    {
        var message = context.Message;
        var (sync, refusal) = await Begin(message, context.CancellationToken);
        if (sync is not null)
        {
            logger.LogInformation("Sync {SyncId} of {Scope} was begun by {UserId}", sync.Id, sync.Scope, message.Caller.UserId);
        }

        object answer = sync is null ? refusal! : sync.ToDetails();
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<(Sync? Sync, Refused? Refusal)> Begin(BeginSync message, CancellationToken cancellationToken)
    {
        if (platforms.Find(message.Platform) is null)
        {
            return (null, Refusals.NoPlatform);
        }

        if (await syncs.Get(message.SyncId.ToString(), cancellationToken) is { } known)
        {
            return (known, null);
        }

        if (message.AccountId is not { } accountId)
        {
            return await Begin(message, await All(message, cancellationToken), cancellationToken);
        }

        return await accounts.Get(ConnectedAccount.IdOf(message.Owner, message.Platform, accountId), cancellationToken)
                is not { IsConnected: true, Status: AccountStatus.Active } account ? (null, Refusals.NotConnected)
            : !credentials.MayOpen(account) ? (null, Refusals.KeyUnavailable)
            : await Begin(message, [accountId], cancellationToken);
    }

    private async Task<(Sync? Sync, Refused? Refusal)> Begin(BeginSync message, List<string> connected, CancellationToken cancellationToken)
    {
        if (connected.Count == 0)
        {
            return (null, Refusals.NotConnected);
        }

        var (sync, result) = await Insert(message, connected, cancellationToken);
        for (var attempt = 1;
            attempt < MostAttempts && result.Outcome == WriteOutcome.DuplicateKey && await WithoutBusy(sync.Scope, connected, cancellationToken) is { Count: > 0 } free;
            attempt++)
        {
            logger.LogInformation("A sync of {Scope} begins behind {Count} accounts that others are at", sync.Scope, connected.Count - free.Count);

            // The first is left to the sync that is at it, as each is that it comes to later.
            (sync, result) = await Insert(message, free, cancellationToken);
        }

        return result.IsSaved ? (sync, null)
            : result.Outcome == WriteOutcome.DuplicateKey ? (null, Refusals.SyncRunning)
            : (await syncs.Get(sync.Id, cancellationToken), null);
    }

    private async Task<(Sync Sync, WriteResult Result)> Insert(BeginSync message, List<string> connected, CancellationToken cancellationToken)
    {
        var sync = Sync.Of(message.SyncId, message.Owner.ToString(), message.Platform, message.AccountId, connected, SyncTrigger.Manual, time.GetUtcNow());
        sync.BegunBy(Actor.Of(message.Caller));
        return (sync, await syncs.Insert(sync, cancellationToken));
    }

    /// <summary>From the first account on that no sync is at.</summary>
    private async Task<List<string>> WithoutBusy(string scope, List<string> connected, CancellationToken cancellationToken)
    {
        for (var busy = 0; busy < connected.Count; busy++)
        {
            var at = new Query<Sync>().Where(s => s.AccountKey, Sync.AccountKeyOf(scope, connected[busy])).OrderBy(s => s.StartedAt).Take(1);
            if ((await syncs.Query(at, cancellationToken)).Items.Count == 0)
            {
                return [.. connected.Skip(busy)];
            }
        }

        return [];
    }

    private async Task<List<string>> All(BeginSync message, CancellationToken cancellationToken)
    {
        var active = new List<string>();
        var query = new Query<ConnectedAccount>()
            .Where(a => a.Owner, message.Owner.ToString()).Where(a => a.Platform, message.Platform).Where(a => a.IsConnected, true)
            .OrderBy(a => a.CreatedAt).Take(PageSize);
        await foreach (var page in accounts.Pages(query, cancellationToken))
        {
            active.AddRange(page.Where(account => account.Status == AccountStatus.Active).Select(account => account.AccountId));
        }

        return active;
    }
}
