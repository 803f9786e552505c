using System.Diagnostics;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Users;
using Http.Deadlines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

/// <param name="Grants">Positive entries of the ledger.</param>
/// <param name="MissingGrants">Rewards of FULFILLED requests without a standing grant.</param>
/// <param name="DuplicateGrants">Standing grants beyond the first of the same request and reward.</param>
/// <param name="OrphanGrants">Standing grants that no request stands behind.</param>
/// <param name="Oversold">Units and points that are granted beyond stock, lists of codes and budgets.</param>
/// <param name="PendingOutbox">Messages that wait to be sent, in all services.</param>
/// <param name="OldestPendingSeconds">How long the oldest of them has waited; 0 when none waits.</param>
internal sealed record Reconciliation(
    long Requests,
    IReadOnlyDictionary<string, long> ByStatus,
    long Grants,
    long MissingGrants,
    long DuplicateGrants,
    long OrphanGrants,
    long Oversold,
    long PendingOutbox,
    long OldestPendingSeconds);

internal static class GetReconciliationRoute
{
    /// <summary>A service that does not answer is told as soon as ever; only the whole, part after part, may take so long.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    /// <summary>One pool of which a million grants took is one part.</summary>
    private static readonly TimeSpan OversoldBound = TimeSpan.FromSeconds(30);

    public static void Map(RouteGroupBuilder operations) => operations.MapGet("/reconciliation", Handle)
        .WithName("GetReconciliation").WithSummary("Compares requests, ledger, stock and outboxes as they are stored")
        .Needs(Permissions.AuditRead);

    private static async Task<Results<Ok<Reconciliation>, Problem>> Handle(
        ServiceClient services, Deadline deadline, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var byStatus = Enum.GetValues<RequestStatus>().ToDictionary(status => status, _ => 0L);
        long grants = 0, missing = 0, duplicate = 0, orphan = 0, oversold = 0;
        Guid? from = null;
        do
        {
            deadline.Restart();
            var part = await services.Ask<FindLedgerFaults, LedgerFaults>(new FindLedgerFaults(from), cancellationToken);
            if (part.Problem is { } problem)
            {
                return problem;
            }

            foreach (var count in part.Reply.ByStatus)
            {
                byStatus[count.Status] += count.Count;
            }

            grants += part.Reply.Grants;
            missing += part.Reply.Missing;
            duplicate += part.Reply.Duplicate;
            orphan += part.Reply.Orphan;
            from = part.Reply.Next;
        }
        while (from is not null && Stopwatch.GetElapsedTime(start) < Bound);

        deadline.Restart();
        var operations = await services.AskAll(cancellationToken);
        if (operations.Problem is { } noOperations)
        {
            return noOperations;
        }

        deadline.Extend(OversoldBound);
        string? after = null;
        do
        {
            deadline.Restart();
            var part = await services.Ask<FindOversold, Oversold>(new FindOversold(after), cancellationToken);
            if (part.Problem is { } problem)
            {
                return problem;
            }

            oversold += part.Reply.Units;
            after = part.Reply.Next;
        }
        while (after is not null && Stopwatch.GetElapsedTime(start) < Bound);

        if (from is not null || after is not null)
        {
            return StatusProblems.Of(StatusCodes.Status504GatewayTimeout);
        }

        var oldest = operations.Reply.OldestPendingAt is { } at ? Math.Max(0, (long)(time.GetUtcNow() - at).TotalSeconds) : 0;
        return TypedResults.Ok(new Reconciliation(
            byStatus.Values.Sum(),
            byStatus.ToDictionary(count => Words.Write(count.Key), count => count.Value),
            grants,
            missing,
            duplicate,
            orphan,
            oversold,
            operations.Reply.PendingOutbox,
            oldest));
    }
}
