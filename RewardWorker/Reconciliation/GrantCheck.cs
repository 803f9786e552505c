using Contracts.Granting;
using Contracts.Requests;
using Documents;
using MassTransit;
using RewardWorker.Ledger;

namespace RewardWorker.Reconciliation;

/// <summary>
/// Compares EventService's requests with the ledger, part after part in the order of their ids. What does not agree at
/// first sight may only have changed between two reads, and is looked at again before it counts.
/// </summary>
internal sealed class GrantCheck(IDocumentStore<Grant> grants, IBus bus, TimeProvider time)
{
    /// <summary>The requests, and the most lines of their ledger, that one part holds in memory.</summary>
    public const int RequestsOfPart = 500;
    private const int LinesOfPart = 5000;
    private const int ReadAtOnce = 1000;

    private const int Looks = 3;
    private const int LooksAtOnce = 16;

    /// <summary>A revocation may take so long to reach its fulfilment: one that was lost is told again after ten minutes.</summary>
    private static readonly TimeSpan RevocationPatience = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    /// <exception cref="RequestTimeoutException">EventService does not answer.</exception>
    public async Task<LedgerFaults> Part(Guid? from, CancellationToken cancellationToken)
    {
        // Requests first: whatever is granted was approved before, and whatever is FULFILLED was granted before.
        var page = await Ask(new ListRequestStates(from, RequestsOfPart), cancellationToken);
        var (lines, cut) = await Ledger(from, page.Next, cancellationToken);
        var requests = page.Items.Where(request => cut is not { } end || request.RequestId.CompareTo(end) < 0).ToList();
        var suspects = RequestFaults.Between(requests, lines).Select(faults => faults.RequestId).ToList();
        var faults = await Confirm(suspects, requests.ToDictionary(request => request.RequestId), cancellationToken);
        return new LedgerFaults(
            [.. requests.CountBy(request => request.Status).OrderBy(count => count.Key).Select(count => new StatusCount(count.Key, count.Value))],
            lines.Count(line => line.Positive),
            faults.Sum(fault => (long)fault.Missing),
            faults.Sum(fault => (long)fault.Duplicate),
            faults.Sum(fault => (long)fault.Orphan),
            cut ?? page.Next);
    }

    /// <summary>The lines of a range of requests; those of the last ones are left for the next part when there are too many.</summary>
    private async Task<(List<LedgerLine> Lines, Guid? Cut)> Ledger(Guid? from, Guid? until, CancellationToken cancellationToken)
    {
        var lines = new List<LedgerLine>();
        var query = new Query<Grant>().OrderBy(g => g.RequestId).From(from).Until(until).Take(ReadAtOnce);
        while (true)
        {
            var page = await grants.Query(query, cancellationToken);
            lines.AddRange(page.Items.Select(LedgerLine.Of));
            if (page.NextCursor is null)
            {
                return (lines, null);
            }

            if (lines.Count >= LinesOfPart && lines[^1].RequestId is var last && lines[0].RequestId != last)
            {
                lines.RemoveAll(line => line.RequestId == last);
                return (lines, last);
            }

            query.After(Cursor.Parse(page.NextCursor));
        }
    }

    /// <summary>
    /// Reads the ledger between two looks at the request. When the request is the same in both, what the ledger shows is
    /// settled; when it has moved, the second look is the first of the next try. What moves on and on is work in flight.
    /// </summary>
    private async Task<List<RequestFaults>> Confirm(
        List<Guid> suspects, Dictionary<Guid, RewardRequestState> before, CancellationToken cancellationToken)
    {
        var confirmed = new List<RequestFaults>();
        for (var look = 0; look < Looks && suspects.Count > 0; look++)
        {
            var judged = new List<RequestFaults>(suspects.Count);
            foreach (var some in suspects.Chunk(LooksAtOnce))
            {
                judged.AddRange(await Task.WhenAll(some.Select(id => Judge(id, before.GetValueOrDefault(id), cancellationToken))));
            }

            var after = (await Ask(new FindRequestStates(suspects), cancellationToken)).Items.ToDictionary(request => request.RequestId);
            var isSettled = judged.ToLookup(faults => before.GetValueOrDefault(faults.RequestId)?.Version == after.GetValueOrDefault(faults.RequestId)?.Version);
            confirmed.AddRange(isSettled[true].Where(faults => !faults.IsNone));
            suspects = [.. isSettled[false].Select(faults => faults.RequestId)];
            before = after;
        }

        return confirmed;
    }

    private async Task<RequestFaults> Judge(Guid id, RewardRequestState? state, CancellationToken cancellationToken)
    {
        var lines = new List<LedgerLine>();
        await foreach (var page in grants.Pages(Grant.Of(id).Take(ReadAtOnce), cancellationToken))
        {
            lines.AddRange(page.Select(LedgerLine.Of));
        }

        var faults = RequestFaults.Of(id, state, lines);
        return faults.IsNone || !IsBeingRevoked(state) ? faults : new RequestFaults(id, 0, 0, 0);
    }

    /// <summary>A request is REVOKED first, and then its grants are taken back.</summary>
    private bool IsBeingRevoked(RewardRequestState? state) =>
        state?.Status == RequestStatus.Revoked && state.UpdatedAt > time.GetUtcNow() - RevocationPatience;

    private async Task<RewardRequestStateList> Ask<T>(T question, CancellationToken cancellationToken) where T : class =>
        (await bus.CreateRequestClient<T>(AnswerPatience).GetResponse<RewardRequestStateList>(question, cancellationToken)).Message;
}
