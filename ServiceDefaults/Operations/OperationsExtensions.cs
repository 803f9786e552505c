using Contracts.Operations;
using Persistence;

namespace ServiceDefaults.Operations;

public static class OperationsExtensions
{
    /// <summary>What a service says of itself to those who look after the platform.</summary>
    public static async Task<ServiceOperations> Operations(this Database database, WorkQueues queues, CancellationToken cancellationToken)
    {
        var backlog = await database.Backlog(cancellationToken);
        return new ServiceOperations(backlog.Messages, backlog.OldestAt, queues.Names);
    }
}
