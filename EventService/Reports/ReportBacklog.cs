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

    public static Sample Of(IDocumentStore<RewardRequest> requests, TimeProvider time) => async cancellationToken =>
    {
        var now = time.GetUtcNow();
        var oldest = await requests.Query(Waiting(now).Take(1), cancellationToken);
        var age = oldest.Items is [{ UncountedSince: { } since }] ? now - since : TimeSpan.Zero;
        return [Uncounted.Of(await requests.Count(Waiting(now), cancellationToken)), Age.Of(age.TotalSeconds)];
    };

    private static Query<RewardRequest> Waiting(DateTimeOffset now) => new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Until(now);
}
