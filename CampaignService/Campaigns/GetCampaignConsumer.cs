using CampaignService.Credentials;
using Contracts.Campaigns;
using Documents;
using MassTransit;

namespace CampaignService.Campaigns;

internal sealed class GetCampaignConsumer(IDocumentStore<Campaign> campaigns, AccountSyncs synced, TimeProvider time) : IConsumer<GetCampaign>
{
    public async Task Consume(ConsumeContext<GetCampaign> context)
    {
        var message = context.Message;
        var account = await synced.Account(ConnectedAccount.IdOf(message.Owner, message.Platform, message.AccountId), context.CancellationToken);
        if (account is null
            || await campaigns.Get(Campaign.IdOf(account.ConnectionId, message.CampaignId), context.CancellationToken) is not { } campaign)
        {
            await context.RespondAsync(Refusals.NoCampaign);
            return;
        }

        await context.RespondAsync(new CampaignHistory(campaign.ToDetails(account.LastSyncAt), campaign.HistoryAt(time.GetUtcNow())));
    }
}
