using Contracts.Users;
using MassTransit;
using Persistence;
using ServiceDefaults.Operations;

namespace AuthService.Operations;

internal sealed class GetAccountOperationsConsumer([FromKeyedServices("user_db")] Database database, WorkQueues queues) : IConsumer<GetAccountOperations>
{
    public async Task Consume(ConsumeContext<GetAccountOperations> context) =>
        await context.RespondAsync(await database.Operations(queues, context.CancellationToken));
}
