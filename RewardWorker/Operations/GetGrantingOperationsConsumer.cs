using Bus.DeadLetters;
using Contracts.Granting;
using Contracts.Operations;
using Documents;
using MassTransit;

namespace RewardWorker.Operations;

internal sealed class GetGrantingOperationsConsumer([FromKeyedServices("reward_db")] Database database, WorkQueues queues) : IConsumer<GetGrantingOperations>
{
    public async Task Consume(ConsumeContext<GetGrantingOperations> context)
    {
        var backlog = await database.Backlog(context.CancellationToken);
        await context.RespondAsync(new ServiceOperations(backlog.Messages, backlog.OldestAt, queues.Names));
    }
}
