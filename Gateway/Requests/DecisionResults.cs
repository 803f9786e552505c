using Contracts.Requests;
using Http.Idempotency;

namespace Gateway.Requests;

/// <param name="Results">In the order of the ids.</param>
internal sealed record DecisionResults(IReadOnlyList<DecisionResult> Results)
{
    private static readonly ParallelOptions FewAtOnce = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>
    /// Decides a few at once, one and the same request in the order given; each has its own outcome, and what the deadline
    /// leaves no time for is NO_ANSWER: sent again under its Idempotency-Key, the list is gone through again.
    /// </summary>
    public static async Task<DecisionResults> Of(HttpContext context, IReadOnlyList<Guid> ids, Func<Guid, Task<Answer<RewardRequestDetails>>> decide)
    {
        var results = new DecisionResult[ids.Count];
        await Parallel.ForEachAsync(ids.Index().GroupBy(entry => entry.Item), FewAtOnce, async (same, _) =>
        {
            foreach (var (index, id) in same)
            {
                var answer = await decide(id);
                if (answer.Problem is { Code: Codes.ServiceUnavailable or Codes.NoAnswer })
                {
                    context.Features.Get<IdempotencyScope>()?.KeepsAnswer = false;
                }

                results[index] = answer.Problem is { } problem ? new DecisionResult(id, null, problem.Code) : new DecisionResult(id, answer.Reply.Status, null);
            }
        });
        return new DecisionResults(results);
    }
}

/// <param name="Status">After the decision; null when it was refused.</param>
/// <param name="Code">Why it was refused.</param>
internal sealed record DecisionResult(Guid Id, RequestStatus? Status, string? Code);
