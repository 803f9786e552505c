using Bus.DeadLetters;
using Contracts.Connections;
using Contracts.Operations;
using Documents;
using MassTransit;

namespace CampaignService.Operations;

internal sealed class GetCampaignOperationsConsumer([FromKeyedServices("campaign_db")] Database database, WorkQueues queues) : IConsumer<GetCampaignOperations>
{
    public async Task Consume(ConsumeContext<GetCampaignOperations> context)
    {
        var backlog = await database.Backlog(context.CancellationToken);
        await context.RespondAsync(new ServiceOperations(backlog.Messages, backlog.OldestAt, queues.Names));
    }
}
