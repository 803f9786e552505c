using Contracts.Events;
using MassTransit;
using Persistence;
using ServiceDefaults.Operations;

namespace EventService.Operations;

internal sealed class GetEventOperationsConsumer([FromKeyedServices("event_db")] Database database, WorkQueues queues) : IConsumer<GetEventOperations>
{
    public async Task Consume(ConsumeContext<GetEventOperations> context) =>
        await context.RespondAsync(await database.Operations(queues, context.CancellationToken));
}
