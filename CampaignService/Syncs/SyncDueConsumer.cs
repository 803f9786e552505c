using CampaignService.Credentials;
using Contracts.Syncs;
using Documents;
using MassTransit;

namespace CampaignService.Syncs;

/// <summary>
/// Begins the sync of an account whose time has come. Its times are counted from when it was connected, so that they do not drift; those that
/// passed while nobody was there, or while a sync ran, are one.
/// </summary>
internal sealed class SyncDueConsumer(IDocumentStore<Sync> syncs, IDocumentStore<ConnectedAccount> accounts, TimeProvider time, ILogger<SyncDueConsumer> logger)
    : IConsumer<SyncDue>
{
    public async Task Consume(ConsumeContext<SyncDue> context)
    {
        var now = time.GetUtcNow();
        if (await accounts.Get(context.Message.Account, context.CancellationToken) is not { NextSyncAt: { } due } account || due > now)
        {
            return;
        }

        // Of several instances, and of what is delivered again, one makes a sync of this time.
        var sync = Sync.Of(
            NamedGuid.Of(account.ConnectionId, $"sync/{due.UtcTicks}"), account.Owner, account.Platform, account.AccountId, [account.AccountId], SyncTrigger.Scheduled, now);
        var result = await syncs.Insert(sync, context.CancellationToken);
        await accounts.Change(account.Id, stored => stored.SyncedBySchedule(due, now), context.CancellationToken);
        logger.LogDebug("The scheduled sync of {Account} at {Due}: {Outcome}", account.Id, due, result.Outcome);
    }
}
