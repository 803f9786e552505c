using Contracts.Connections;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Operations;
using Contracts.Stages;
using Contracts.Users;

namespace Gateway.Operations;

/// <summary>What all services together say of themselves.</summary>
internal static class PlatformServices
{
    /// <summary>Of the whole platform, or the problem when one service does not answer.</summary>
    public static async Task<Answer<ServiceOperations>> AskAll(this ServiceClient services, CancellationToken cancellationToken)
    {
        Answer<ServiceOperations>[] answers = [];
        foreach (var ask in (Func<Task<Answer<ServiceOperations>>>[])[Ask<GetAccountOperations>, Ask<GetEventOperations>, Ask<GetGrantingOperations>, Ask<GetLiveOperations>, Ask<GetCampaignOperations>])
        {
            answers = [.. answers, await ask()];
            if (answers[^1].Problem is { } problem)
            {
                return problem;
            }
        }

        return new ServiceOperations(
            answers.Sum(answer => answer.Reply.PendingOutbox),
            answers.Min(answer => answer.Reply.OldestPendingAt),

            // Services that share a process share its queues.
            [.. answers.SelectMany(answer => answer.Reply.Queues).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

        Task<Answer<ServiceOperations>> Ask<T>() where T : class, new() => services.Ask<T, ServiceOperations>(new T(), cancellationToken);
    }

    /// <summary>Null when one of them does its work in this queue.</summary>
    public static async Task<Problem?> ProblemOf(this ServiceClient services, string queue, CancellationToken cancellationToken)
    {
        var operations = await services.AskAll(cancellationToken);
        return operations.Problem ?? (operations.Reply.Queues.Contains(queue) ? null : Problem.NotFound);
    }
}
