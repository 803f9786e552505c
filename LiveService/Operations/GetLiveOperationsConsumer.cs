using Bus.DeadLetters;
using Contracts.Operations;
using Contracts.Stages;
using Documents;
using MassTransit;

namespace LiveService.Operations;

internal sealed class GetLiveOperationsConsumer([FromKeyedServices("live_db")] Database database, WorkQueues queues) : IConsumer<GetLiveOperations>
{
    public async Task Consume(ConsumeContext<GetLiveOperations> context)
    {
        var backlog = await database.Backlog(context.CancellationToken);
        await context.RespondAsync(new ServiceOperations(backlog.Messages, backlog.OldestAt, queues.Names));
    }
}
