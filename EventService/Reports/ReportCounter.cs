using Contracts.Rewards;
using Documents;
using EventService.Requests;
using EventService.Terms;

namespace EventService.Reports;

/// <summary>
/// Counts requests into the reports of their events, each change once, in batches: what has changed since it was counted,
/// and what a rebuild has not looked at. Any number of instances may do so at once, and each step may be the last one
/// before a crash.
/// </summary>
internal sealed class ReportCounter(
    IDocumentStore<EventReportDocument> reports, IDocumentStore<RewardRequest> requests, RewardTermsStore terms, TimeProvider time)
{
    /// <summary>A request is mostly counted once, as what it has come to, and not at each step of its way.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private const int BatchSize = 250;
    private const int MostRemembered = 10_000;

    /// <summary>Versions of reports all of whose requests are marked, and the pass that has seen to it.</summary>
    private readonly Dictionary<string, (long Version, long Pass)> settled = [];

    private long pass;

    /// <returns>Whether there may be more to count.</returns>
    public async Task<bool> Pass(CancellationToken cancellationToken)
    {
        pass++;
        if (settled.Count > MostRemembered)
        {
            settled.Clear();
        }

        var rebuilding = await reports.Query(new Query<EventReportDocument>().OrderBy(r => r.RebuildingSince).Take(BatchSize), cancellationToken);
        foreach (var report in rebuilding.Items)
        {
            await Rebuild(report.Id, cancellationToken);
        }

        var changed = await requests.Query(
            new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Until(time.GetUtcNow() - Quiet).Take(BatchSize), cancellationToken);
        foreach (var some in changed.Items.GroupBy(request => request.EventId))
        {
            await Count(some.Key.ToString(), [.. some], cancellationToken);
        }

        return rebuilding.Items.Count > 0 || changed.Items.Count > 0;
    }

    private async Task Rebuild(string eventId, CancellationToken cancellationToken)
    {
        if (await Settled(eventId, cancellationToken) is not { } report || report.RebuildingSince is null)
        {
            return;
        }

        var page = await requests.Query(
            new Query<RewardRequest>().Where(r => r.EventId, report.EventId).OrderBy(r => r.CreatedAt).After(Cursor.Parse(report.RebuiltTo)).Take(BatchSize),
            cancellationToken);
        report.Rebuilt(page.NextCursor);
        await Save(report, [.. page.Items.Where(request => report.CountedOf(request.Counted) is null)], cancellationToken);
    }

    /// <param name="changed">As they were read in this pass.</param>
    private async Task Count(string eventId, IReadOnlyList<RewardRequest> changed, CancellationToken cancellationToken)
    {
        if (await Settled(eventId, cancellationToken) is { } report)
        {
            await Save(report, changed, cancellationToken);
        }
    }

    /// <summary>
    /// The report, when all requests of its last batch were marked before this pass read any: then what a request says of
    /// itself is what the report has counted of it, unless the report has changed when it is saved. Else null, and the next
    /// pass may go on.
    /// </summary>
    private async Task<EventReportDocument?> Settled(string eventId, CancellationToken cancellationToken)
    {
        var report = await reports.Get(eventId, cancellationToken);
        if (report is null)
        {
            await reports.Insert(EventReportDocument.Of(eventId, time.GetUtcNow()), cancellationToken);
            return null;
        }

        if (settled.TryGetValue(eventId, out var known) && known.Version == report.Version)
        {
            return known.Pass < pass ? report : null;
        }

        await Mark(report, [], cancellationToken);
        return null;
    }

    private async Task Save(EventReportDocument report, IReadOnlyList<RewardRequest> found, CancellationToken cancellationToken)
    {
        var newcomers = await Newcomers(report, found, cancellationToken);
        report.Batch++;
        report.Entries = [.. found.Select(request => request.ToEntry())];
        report.Tally.Users += newcomers;
        foreach (var request in found)
        {
            var values = await Values(request, cancellationToken);
            if (report.CountedOf(request.Counted) is { } before)
            {
                report.Tally.AddStatus(before.Status, -1);
                report.Tally.AddGrants(before.Granted ? values : [], -1);
            }

            report.Tally.AddStatus(request.Status, 1);
            report.Tally.AddGrants(request.IsGranted ? values : [], 1);
        }

        if ((await reports.Update(report, cancellationToken)).IsSaved)
        {
            await Mark(report, found, cancellationToken);
        }
    }

    /// <param name="read">Those of the batch's requests that are in memory.</param>
    private async Task Mark(EventReportDocument report, IReadOnlyList<RewardRequest> read, CancellationToken cancellationToken)
    {
        var known = read.ToDictionary(request => request.Id);
        await Task.WhenAll(report.Entries.Select(async entry =>
        {
            var counted = new CountedRequest(report.Generation, report.Batch, entry.Status, entry.Granted);
            if (known.TryGetValue(entry.RequestId.ToString(), out var request) && request.Mark(counted)
                && (await requests.Update(request, cancellationToken)).IsSaved)
            {
                return;
            }

            await requests.Change(entry.RequestId.ToString(), stored => stored.Mark(counted), cancellationToken);
        }));
        settled[report.Id] = (report.Version, pass);
    }

    /// <summary>How many users have no other request that is counted.</summary>
    private async Task<int> Newcomers(EventReportDocument report, IReadOnlyList<RewardRequest> found, CancellationToken cancellationToken)
    {
        var users = found.Where(request => report.CountedOf(request.Counted) is null).Select(request => request.UserId).Distinct();
        return (await Task.WhenAll(users.Select(user => IsCounted(report, user, cancellationToken)))).Count(isCounted => !isCounted);
    }

    private async Task<bool> IsCounted(EventReportDocument report, Guid userId, CancellationToken cancellationToken)
    {
        var query = new Query<RewardRequest>().Where(r => r.UserId, userId).Where(r => r.EventId, report.EventId).OrderBy(r => r.CreatedAt).Take(10);
        string? next;
        do
        {
            var page = await requests.Query(query, cancellationToken);
            if (page.Items.Any(request => report.CountedOf(request.Counted) is not null))
            {
                return true;
            }

            next = page.NextCursor;
            query.After(Cursor.Parse(next));
        }
        while (next is not null);

        return false;
    }

    private async Task<IReadOnlyList<RewardValue>> Values(RewardRequest request, CancellationToken cancellationToken)
    {
        var kept = request.TermsId is { } id ? await terms.Get(id, cancellationToken) : null;
        return [.. request.Rewards.Select(reward => (reward.ToGrant ?? kept!.Reward(reward.Id)).Value)];
    }
}
