using Contracts.Requests;
using Documents;
using Hosting.Metrics;

namespace EventService.Requests;

/// <summary>
/// How many requests have waited for how long. What waits for the platform is told apart from what waits for a person or for a
/// receiver, which may take days. Of each the oldest <see cref="MostRead"/> are looked at: more than that are as bad.
/// </summary>
internal static class OverdueRequests
{
    private const int MostRead = 1000;

    private static readonly SampledGauge Stalled =
        new("reward.requests.stalled", "Requests that wait for the platform, not for a person or a receiver, for longer than that; 1000 when there are more.");

    private static readonly SampledGauge Undecided =
        new("reward.requests.undecided", "Requests that wait for the decision of a person; 1000 when there are more.");

    private static readonly (string Label, TimeSpan Age)[] Ages =
        [("1m", TimeSpan.FromMinutes(1)), ("10m", TimeSpan.FromMinutes(10)), ("1h", TimeSpan.FromHours(1))];

    public static Sample Of(IDocumentStore<RewardRequest> requests, TimeProvider time) => async cancellationToken =>
    {
        var now = time.GetUtcNow();
        var waiting = await requests.Query(
            new Query<RewardRequest>().OrderBy(r => r.WaitsForPlatformSince).Until(now - Ages[0].Age).Take(MostRead), cancellationToken);
        var pending = await requests.Query(
            new Query<RewardRequest>().Where(r => r.Status, RequestStatus.Pending).OrderBy(r => r.CreatedAt).Take(MostRead), cancellationToken);
        return
        [
            .. Ages.Select(age => Stalled.Of(waiting.Items.Count(r => now - r.WaitsForPlatformSince > age.Age), ("older_than", age.Label))),
            Undecided.Of(pending.Items.Count(r => !r.IsDecided)),
        ];
    };
}
