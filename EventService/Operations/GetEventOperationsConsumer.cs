using Bus.DeadLetters;
using Contracts.Events;
using Contracts.Operations;
using Documents;
using MassTransit;

namespace EventService.Operations;

internal sealed class GetEventOperationsConsumer([FromKeyedServices("event_db")] Database database, WorkQueues queues) : IConsumer<GetEventOperations>
{
    public async Task Consume(ConsumeContext<GetEventOperations> context)
    {
        var backlog = await database.Backlog(context.CancellationToken);
        await context.RespondAsync(new ServiceOperations(backlog.Messages, backlog.OldestAt, queues.Names));
    }
}
