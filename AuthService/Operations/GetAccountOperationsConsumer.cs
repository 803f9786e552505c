using Bus.DeadLetters;
using Contracts.Operations;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Operations;

internal sealed class GetAccountOperationsConsumer([FromKeyedServices("user_db")] Database database, WorkQueues queues) : IConsumer<GetAccountOperations>
{
    public async Task Consume(ConsumeContext<GetAccountOperations> context)
    {
        var backlog = await database.Backlog(context.CancellationToken);
        await context.RespondAsync(new ServiceOperations(backlog.Messages, backlog.OldestAt, queues.Names));
    }
}
