using Contracts.Granting;
using MassTransit;
using Persistence;
using ServiceDefaults.Operations;

namespace RewardWorker.Operations;

internal sealed class GetGrantingOperationsConsumer([FromKeyedServices("reward_db")] Database database, WorkQueues queues) : IConsumer<GetGrantingOperations>
{
    public async Task Consume(ConsumeContext<GetGrantingOperations> context) =>
        await context.RespondAsync(await database.Operations(queues, context.CancellationToken));
}
