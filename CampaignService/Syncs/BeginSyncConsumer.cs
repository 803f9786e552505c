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
    IDocumentStore<Sync> syncs, IDocumentStore<ConnectedAccount> accounts, KnownPlatforms platforms, TimeProvider time, ILogger<BeginSyncConsumer> logger)
    : IConsumer<BeginSync>
{
    private const int PageSize = 200;

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

        var connected = message.AccountId is { } accountId ? await One(message, accountId, cancellationToken) : await All(message, cancellationToken);
        if (connected.Count == 0)
        {
            return (null, Refusals.NotConnected);
        }

        var sync = Sync.Of(message.SyncId, message.Owner.ToString(), message.Platform, message.AccountId, connected, SyncTrigger.Manual, time.GetUtcNow());
        sync.BegunBy(Actor.Of(message.Caller));
        var result = await syncs.Insert(sync, cancellationToken);
        return result.IsSaved ? (sync, null)
            : result.Outcome == WriteOutcome.DuplicateKey ? (null, Refusals.SyncRunning)
            : (await syncs.Get(sync.Id, cancellationToken), null);
    }

    private async Task<List<string>> One(BeginSync message, string accountId, CancellationToken cancellationToken) =>
        await accounts.Get(ConnectedAccount.IdOf(message.Owner, message.Platform, accountId), cancellationToken) is { IsConnected: true, Status: AccountStatus.Active }
            ? [accountId]
            : [];

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
