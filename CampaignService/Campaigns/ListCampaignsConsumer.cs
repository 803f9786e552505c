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
        if (message.AccountId is { } accountId)
        {
            var account = await synced.Account(ConnectedAccount.IdOf(message.Owner, message.Platform, accountId), context.CancellationToken);
            if (account is null)
            {
                await context.RespondAsync(new CampaignList([], null));
                return;
            }

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
        var times = await synced.Times(page.Items.Select(c => ConnectedAccount.IdOf(message.Owner, c.Platform, c.AccountId)), context.CancellationToken);
        await context.RespondAsync(new CampaignList(
            [.. page.Items.Select(c => c.ToDetails(times[ConnectedAccount.IdOf(message.Owner, c.Platform, c.AccountId)]))], page.NextCursor));
    }
}
