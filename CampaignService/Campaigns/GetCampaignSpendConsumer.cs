using Contracts.Campaigns;
using Documents;
using MassTransit;

namespace CampaignService.Campaigns;

/// <summary>Several owners may have connected one account: what was seen last counts.</summary>
internal sealed class GetCampaignSpendConsumer(IDocumentStore<Campaign> campaigns) : IConsumer<GetCampaignSpend>
{
    public async Task Consume(ConsumeContext<GetCampaignSpend> context)
    {
        var found = await campaigns.Query(
            new Query<Campaign>().Where(c => c.ReferenceKey, Campaign.ReferenceKeyOf(context.Message.Campaign)).OrderByDescending(c => c.SyncedAt).Take(1),
            context.CancellationToken);
        await context.RespondAsync(new CampaignSpend(found.Items.Count == 0 ? null : found.Items[0].Spend()));
    }
}
