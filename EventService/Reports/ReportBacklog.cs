using Documents;
using EventService.Requests;
using Hosting.Metrics;

namespace EventService.Reports;

/// <summary>How far reports are behind.</summary>
internal static class ReportBacklog
{
    private static readonly SampledGauge Uncounted =
        new("report.uncounted", "Requests that have changed and whose report does not say so yet.");

    private static readonly SampledGauge Age =
        new("report.uncounted.age", "For how long the oldest of them has been as it is; 0 when there is none.", "s");

    private static readonly SampledGauge RebuildAge =
        new("report.rebuild.age", "For how long the oldest rebuild of a report has been under way; 0 when there is none.", "s");

    public static Sample Of(IDocumentStore<RewardRequest> requests, IDocumentStore<EventReportDocument> reports, TimeProvider time) => async cancellationToken =>
    {
        var now = time.GetUtcNow();
        var oldest = await requests.Query(Waiting(now).Take(1), cancellationToken);
        var rebuilt = await reports.Query(new Query<EventReportDocument>().OrderBy(r => r.RebuildingSince).Take(1), cancellationToken);
        return
        [
            Uncounted.Of(await requests.Count(Waiting(now), cancellationToken)),
            Age.Of(SecondsSince(oldest.Items is [var request] ? request.UncountedSince : null)),
            RebuildAge.Of(SecondsSince(rebuilt.Items is [var report] ? report.RebuildingSince : null)),
        ];

        double SecondsSince(DateTimeOffset? since) => Math.Max(0, ((now - since) ?? TimeSpan.Zero).TotalSeconds);
    };

    private static Query<RewardRequest> Waiting(DateTimeOffset now) => new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Until(now);
}
