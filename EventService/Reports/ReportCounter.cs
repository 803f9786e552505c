using System.Collections.Concurrent;
using Contracts.Rewards;
using Documents;
using EventService.Requests;
using EventService.Terms;
using Hosting.Logging;

namespace EventService.Reports;

/// <summary>
/// Counts requests into the reports of their events, each change once, in batches: what has changed since it was counted,
/// and what a rebuild has not looked at. Any number of instances may do so at once, and each step may be the last one
/// before a crash.
/// </summary>
internal sealed class ReportCounter(
    IDocumentStore<EventReportDocument> reports,
    IDocumentStore<RewardRequest> requests,
    RewardTermsStore terms,
    TimeProvider time,
    ILogger<ReportCounter> logger)
{
    /// <summary>A request is mostly counted once, as what it has come to, and not at each step of its way.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>For which terms that are not there may still be put back, by whoever has them in memory.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private const int BatchSize = 250;
    private const int MostPages = 40;
    private const int MostEventsAtOnce = 8;
    private const int MostRemembered = 10_000;

    /// <summary>Of users, in all reports.</summary>
    private const int MostKnown = 200_000;

    /// <summary>Versions of reports all of whose requests are marked.</summary>
    private readonly ConcurrentDictionary<string, Settlement> settled = new();

    /// <summary>Terms that are nowhere.</summary>
    private readonly ConcurrentDictionary<string, Loss> lost = new();

    private long pass;

    /// <summary>Users in <see cref="settled"/>.</summary>
    private int known;

    /// <summary>Behind which changes the next pass looks; null from the oldest.</summary>
    private string? lookedTo;

    private enum Outcome
    {
        /// <summary>There was nothing that could be counted.</summary>
        Nothing,

        /// <summary>What was counted before is marked: the next pass may count.</summary>
        Settled,

        Counted,
    }

    /// <summary>Of one event that fails the others hear nothing: all have their turn before it is thrown.</summary>
    /// <returns>Whether there may be more to count.</returns>
    public async Task<bool> Pass(CancellationToken cancellationToken)
    {
        pass++;
        if (settled.Count > MostRemembered || known > MostKnown)
        {
            settled.Clear();
            known = 0;
        }

        var rebuilding = await reports.Query(new Query<EventReportDocument>().OrderBy(r => r.RebuildingSince).Take(BatchSize), cancellationToken);
        var outcomes = new Dictionary<string, Outcome>();
        var next = lookedTo;
        lookedTo = null;
        for (var pages = 1; ; pages++)
        {
            var changed = await requests.Query(
                new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Until(time.GetUtcNow() - Quiet).After(Cursor.Parse(next)).Take(BatchSize), cancellationToken);
            var byEvent = changed.Items.ToLookup(request => request.EventId.ToString());
            var ids = byEvent.Select(some => some.Key).Concat(rebuilding.Items.Select(report => report.Id)).Distinct()
                .Where(id => outcomes.GetValueOrDefault(id) == Outcome.Nothing).ToList();
            foreach (var (id, outcome) in await CountAll(ids, byEvent, cancellationToken))
            {
                outcomes[id] = outcome;
            }

            next = changed.NextCursor;
            if (next is null || byEvent.Any(some => outcomes[some.Key] == Outcome.Counted))
            {
                break;
            }

            // What stands before it cannot be counted now, or never.
            if (pages == MostPages)
            {
                lookedTo = next;
                break;
            }
        }

        return lookedTo is not null || outcomes.Values.Any(outcome => outcome != Outcome.Nothing);
    }

    private async Task<IReadOnlyList<(string EventId, Outcome Outcome)>> CountAll(
        IReadOnlyList<string> ids, ILookup<string, RewardRequest> changed, CancellationToken cancellationToken)
    {
        using var free = new SemaphoreSlim(MostEventsAtOnce);
        return await Task.WhenAll(ids.Select(async id =>
        {
            await free.WaitAsync(cancellationToken);
            try
            {
                return (id, await Count(id, [.. changed[id]], cancellationToken));
            }
            finally
            {
                free.Release();
            }
        }));
    }

    /// <param name="changed">As they were read in this pass. With them goes the next page of a rebuild, by the same write.</param>
    private async Task<Outcome> Count(string eventId, IReadOnlyList<RewardRequest> changed, CancellationToken cancellationToken)
    {
        if (await Settled(eventId, cancellationToken) is not { } report)
        {
            return Outcome.Settled;
        }

        var found = changed;
        var isRebuilding = report.RebuildingSince is not null;
        if (isRebuilding)
        {
            var page = await requests.Query(
                new Query<RewardRequest>().Where(r => r.EventId, report.EventId).OrderBy(r => r.CreatedAt).After(Cursor.Parse(report.RebuiltTo)).Take(BatchSize),
                cancellationToken);
            report.Rebuilt(page.NextCursor);
            found = [.. page.Items.Where(request => report.CountedOf(request.Counted) is null).Concat(changed).DistinctBy(request => request.Id)];
        }

        var values = new Dictionary<string, RewardValue[]>();
        foreach (var request in found)
        {
            if (await Values(report, request, cancellationToken) is { } known)
            {
                values.Add(request.Id, known);
            }
        }

        await LeaveOut([.. found.Where(request => !values.ContainsKey(request.Id))], cancellationToken);
        if (values.Count == 0 && !isRebuilding)
        {
            return Outcome.Nothing;
        }

        await Save(report, [.. found.Where(request => values.ContainsKey(request.Id))], values, cancellationToken);
        return Outcome.Counted;
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
            // Those of events that are older than reports were stored at the start.
            var first = EventReportDocument.OfNew(eventId);
            if (!(await reports.Insert(first, cancellationToken)).IsSaved)
            {
                return null;
            }

            settled[eventId] = new Settlement(first.Version, pass, []);
            return first;
        }

        if (settled.TryGetValue(eventId, out var last) && last.Version == report.Version)
        {
            return last.Pass < pass ? report : null;
        }

        await Mark(report, [], null, cancellationToken);
        return null;
    }

    private async Task Save(
        EventReportDocument report,
        IReadOnlyList<RewardRequest> found,
        Dictionary<string, RewardValue[]> values,
        CancellationToken cancellationToken)
    {
        var users = settled.TryGetValue(report.Id, out var last) && last.Version == report.Version ? last.Users : null;
        var fresh = found.Where(request => report.CountedOf(request.Counted) is null).Select(request => request.UserId).Distinct().ToList();
        var newcomers = users is null ? await Newcomers(report, fresh, cancellationToken) : fresh.Count(user => !users.Contains(user));
        report.Batch++;
        report.Entries = [.. found.Select(request => request.ToEntry())];
        report.Tally.Users += newcomers;
        foreach (var request in found)
        {
            if (report.CountedOf(request.Counted) is { } before)
            {
                report.Tally.AddStatus(before.Status, -1);
                report.Tally.AddGrants(before.Granted ? values[request.Id] : [], -1);
            }

            report.Tally.AddStatus(request.Status, 1);
            report.Tally.AddGrants(request.IsGranted ? values[request.Id] : [], 1);
        }

        if ((await reports.Update(report, cancellationToken)).IsSaved)
        {
            users?.UnionWith(fresh);
            Interlocked.Add(ref known, users is null ? 0 : newcomers);
            await Mark(report, found, users, cancellationToken);
        }
    }

    /// <param name="read">Those of the batch's requests that are in memory.</param>
    /// <param name="users">Of <see cref="Settlement"/>.</param>
    private async Task Mark(EventReportDocument report, IReadOnlyList<RewardRequest> read, HashSet<Guid>? users, CancellationToken cancellationToken)
    {
        var loaded = read.ToDictionary(request => request.Id);
        await Task.WhenAll(report.Entries.Select(async entry =>
        {
            var counted = new CountedRequest(report.Generation, report.Batch, entry.Status, entry.Granted);
            if (loaded.TryGetValue(entry.RequestId.ToString(), out var request) && request.Mark(counted)
                && (await requests.Update(request, cancellationToken)).IsSaved)
            {
                return;
            }

            await requests.Change(entry.RequestId.ToString(), stored => stored.Mark(counted), cancellationToken);
        }));
        settled[report.Id] = new Settlement(report.Version, pass, users);
    }

    /// <summary>How many users have no other request that is counted.</summary>
    private async Task<int> Newcomers(EventReportDocument report, IReadOnlyList<Guid> users, CancellationToken cancellationToken) =>
        (await Task.WhenAll(users.Select(user => IsCounted(report, user, cancellationToken)))).Count(isCounted => !isCounted);

    private async Task<bool> IsCounted(EventReportDocument report, Guid userId, CancellationToken cancellationToken)
    {
        var query = new Query<RewardRequest>().Where(r => r.UserId, userId).Where(r => r.EventId, report.EventId).OrderBy(r => r.CreatedAt).Take(10);
        await foreach (var page in requests.Pages(query, cancellationToken))
        {
            if (page.Any(request => report.CountedOf(request.Counted) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What cannot be counted is looked at no more, until it changes or its report is rebuilt.</summary>
    private async Task LeaveOut(IReadOnlyList<RewardRequest> uncountable, CancellationToken cancellationToken)
    {
        var missed = time.GetUtcNow() - Patience;
        var late = uncountable.Where(request => request.TermsId is { } id && lost.TryGetValue(id, out var loss) && loss.Since <= missed).ToList();
        foreach (var ofTerms in late.GroupBy(request => request.TermsId))
        {
            logger.LogError(
                "The report of event {EventId} has {Count} requests such as {RequestId} as what they were before or not at all, since their terms {TermsId} are lost; "
                + "a rebuild counts them once these are restored",
                ofTerms.First().EventId, ofTerms.Count(), ofTerms.First().Id, ofTerms.Key);
        }

        await Task.WhenAll(late.Select(request => requests.Change(request.Id, stored => stored.LeaveOut(request.ToEntry()), cancellationToken)));
    }

    /// <returns>Null when they are lost: such a request is left out, and others of the event are counted. None of what is and was not granted.</returns>
    private async Task<RewardValue[]?> Values(EventReportDocument report, RewardRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsGranted && report.CountedOf(request.Counted)?.Granted != true)
        {
            return [];
        }

        if (request.TermsId is not null && lost.TryGetValue(request.TermsId, out var looked) && looked.Pass == pass)
        {
            return null;
        }

        try
        {
            var kept = request.TermsId is { } id ? await terms.Get(id, cancellationToken) : null;
            RewardValue[] values = [.. request.Rewards.Select(reward => (reward.ToGrant ?? kept!.Reward(reward.Id)).Value)];
            if (request.TermsId is not null && !lost.IsEmpty)
            {
                lost.TryRemove(request.TermsId, out _);
            }

            return values;
        }
        catch (InvalidOperationException e)
        {
            if (lost.Count > MostRemembered)
            {
                lost.Clear();
            }

            var isTold = lost.TryGetValue(request.TermsId!, out var before);
            lost[request.TermsId!] = new Loss(pass, before?.Since ?? time.GetUtcNow());
            if (!isTold)
            {
                logger.LogWarning(Outage.Event, "The report of event {EventId} leaves out requests such as {RequestId}: {Reason}", request.EventId, request.Id, e.Message);
            }

            return null;
        }
    }

    /// <param name="Pass">The pass that looked last.</param>
    /// <param name="Since">When this instance first missed them: whoever has them in memory has its time from then.</param>
    private sealed record Loss(long Pass, DateTimeOffset Since);

    /// <param name="Pass">The pass that has seen to the marks.</param>
    /// <param name="Users">Who is in the report; null unless this instance has counted all of it, and nobody else did.</param>
    private sealed record Settlement(long Version, long Pass, HashSet<Guid>? Users);
}
