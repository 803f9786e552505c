using Contracts.Requests;

namespace RewardWorker.Reconciliation;

/// <summary>Where one request and its ledger do not agree.</summary>
internal sealed record RequestFaults(Guid RequestId, int Missing, int Duplicate, int Orphan)
{
    public bool IsNone => Missing == 0 && Duplicate == 0 && Orphan == 0;

    /// <summary>
    /// Compares requests with ledger lines, both in the order of the request's id, in one pass; requests that agree are
    /// left out.
    /// </summary>
    public static IEnumerable<RequestFaults> Between(IEnumerable<RewardRequestState> requests, IEnumerable<LedgerLine> ledger)
    {
        using var request = requests.GetEnumerator();
        using var line = ledger.GetEnumerator();
        var moreRequests = request.MoveNext();
        var moreLines = line.MoveNext();
        var lines = new List<LedgerLine>();
        while (moreRequests || moreLines)
        {
            var id = !moreLines || (moreRequests && request.Current.RequestId.CompareTo(line.Current.RequestId) < 0)
                ? request.Current.RequestId
                : line.Current.RequestId;
            RewardRequestState? state = null;
            if (moreRequests && request.Current.RequestId == id)
            {
                state = request.Current;
                moreRequests = request.MoveNext();
            }

            lines.Clear();
            while (moreLines && line.Current.RequestId == id)
            {
                lines.Add(line.Current);
                moreLines = line.MoveNext();
            }

            if (Of(id, state, lines) is { IsNone: false } faults)
            {
                yield return faults;
            }
        }
    }

    /// <param name="state">Null: there is no such request.</param>
    /// <param name="lines">All of this request's, in any order.</param>
    public static RequestFaults Of(Guid requestId, RewardRequestState? state, IReadOnlyCollection<LedgerLine> lines)
    {
        if (lines.Count == 0 && state?.Status != RequestStatus.Fulfilled)
        {
            return new RequestFaults(requestId, 0, 0, 0);
        }

        var reversed = lines.Where(line => line.ReversalOf is not null).Select(line => line.ReversalOf.ToString()).ToHashSet();
        var standing = lines.Where(line => line.Positive && !reversed.Contains(line.Id)).CountBy(line => line.RewardId).ToDictionary();
        if (state is not ({ Status: RequestStatus.Approved or RequestStatus.Fulfilled } or { Status: RequestStatus.Pending, Automatic: true }))
        {
            return new RequestFaults(requestId, 0, 0, standing.Values.Sum());
        }

        var asked = state.RewardIds.Distinct().ToList();
        return new RequestFaults(
            requestId,
            state.Status == RequestStatus.Fulfilled ? asked.Count(reward => !standing.ContainsKey(reward)) : 0,
            asked.Sum(reward => Math.Max(0, standing.GetValueOrDefault(reward) - 1)),
            standing.Where(reward => !asked.Contains(reward.Key)).Sum(reward => reward.Value));
    }
}
