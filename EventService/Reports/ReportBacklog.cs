using Documents;
using EventService.Requests;
using Hosting.Metrics;

namespace EventService.Reports;

/// <summary>How far reports are behind. The oldest <see cref="MostRead"/> changes are looked at: more than that are as bad.</summary>
internal static class ReportBacklog
{
    private const int MostRead = 1000;

    private static readonly SampledGauge Uncounted =
        new("report.uncounted", "Requests that have changed and whose report does not say so yet; 1000 when there are more.");

    private static readonly SampledGauge Age =
        new("report.uncounted.age", "For how long the oldest of them has been as it is; 0 when there is none.", "s");

    public static Sample Of(IDocumentStore<RewardRequest> requests, TimeProvider time) => async cancellationToken =>
    {
        var now = time.GetUtcNow();
        var waiting = await requests.Query(new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Until(now).Take(MostRead), cancellationToken);
        var age = waiting.Items.Count == 0 ? TimeSpan.Zero : now - waiting.Items[0].UncountedSince!.Value;
        return [Uncounted.Of(waiting.Items.Count), Age.Of(age.TotalSeconds)];
    };
}
