using Contracts.Requests;
using Gateway.Asking;

namespace Gateway.Requests;

internal sealed record DecisionResults(IReadOnlyList<DecisionResult> Results)
{
    /// <summary>Decides one after the other; each has its own outcome, and what the deadline leaves no time for is NO_ANSWER.</summary>
    public static async Task<DecisionResults> Of(IReadOnlyList<Guid> ids, Func<Guid, Task<Answer<RewardRequestDetails>>> decide)
    {
        var results = new List<DecisionResult>(ids.Count);
        foreach (var id in ids)
        {
            var answer = await decide(id);
            results.Add(answer.Problem is { } problem ? new DecisionResult(id, null, problem.Code) : new DecisionResult(id, answer.Reply.Status, null));
        }

        return new DecisionResults(results);
    }
}

/// <param name="Status">After the decision; null when it was refused.</param>
/// <param name="Code">Why it was refused.</param>
internal sealed record DecisionResult(Guid Id, RequestStatus? Status, string? Code);
