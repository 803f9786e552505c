using CampaignService.Credentials;
using CampaignService.Platforms;
using Contracts;
using Contracts.Campaigns;
using Documents;
using MassTransit;

namespace CampaignService.Campaigns;

internal sealed class ListCampaignsConsumer(IDocumentStore<Campaign> campaigns, AccountSyncs synced, KnownPlatforms platforms) : IConsumer<ListCampaigns>
{
    public async Task Consume(ConsumeContext<ListCampaigns> context)
    {
        var message = context.Message;
        if (platforms.Find(message.Platform) is null)
        {
            await context.RespondAsync(Refusals.NoPlatform);
            return;
        }

        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var query = new Query<Campaign>()
            .Where(c => c.Scope, Campaign.ScopeOf(message.Owner.ToString(), message.Platform))
            .OrderByDescending(c => c.FoundAt)
            .After(cursor)
            .Take(message.Limit);
        IReadOnlyDictionary<Guid, ConnectedAccount>? connected = null;
        if (message.AccountId is { } accountId)
        {
            var account = await synced.Account(ConnectedAccount.IdOf(message.Owner, message.Platform, accountId), context.CancellationToken);
            if (account is null)
            {
                await context.RespondAsync(new CampaignList([], null));
                return;
            }

            connected = new Dictionary<Guid, ConnectedAccount> { [account.ConnectionId] = account };
            query.Where(c => c.ConnectionId, account.ConnectionId);
        }

        if (message.Status is { } status)
        {
            query.Where(c => c.Status, status);
        }

        if (message.NameContains is { Length: > 0 } part)
        {
            query.Containing(c => c.NameKey, Campaign.NameKeyOf(part));
        }

        var page = await campaigns.Query(query, context.CancellationToken);
        connected ??= await synced.Connected(page.Items.Select(c => ConnectedAccount.IdOf(message.Owner, c.Platform, c.AccountId)), context.CancellationToken);
        if (page.Items.Any(c => !connected.ContainsKey(c.ConnectionId)))
        {
            // What was taken away keeps its campaigns until they are deleted, in the background: the page is read anew, and as full, without them.
            connected = await synced.Connected(message.Owner, message.Platform, context.CancellationToken);
            page = connected.Count == 0
                ? new Page<Campaign>([], null)
                : await campaigns.Query(query.Where(c => c.ConnectionId, [.. connected.Keys.Cast<object>()]), context.CancellationToken);
        }

        await context.RespondAsync(new CampaignList([.. page.Items.Select(c => c.ToDetails(connected[c.ConnectionId].LastSyncAt))], page.NextCursor));
    }
}
