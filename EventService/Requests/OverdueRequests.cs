using Contracts.Requests;
using Documents;
using Hosting.Metrics;

namespace EventService.Requests;

/// <summary>
/// How many requests have waited for how long. What waits for the platform is told apart from what waits for a person, which may
/// take days. Of each status the oldest <see cref="MostRead"/> are looked at: more than that are as bad.
/// </summary>
internal static class OverdueRequests
{
    private const int PageSize = 1000;
    private const int MostRead = 5 * PageSize;

    private static readonly SampledGauge Stalled =
        new("reward.requests.stalled", "Requests that wait for the platform, not for a person, for longer than that.");

    private static readonly SampledGauge Undecided = new("reward.requests.undecided", "Requests that wait for the decision of a person.");

    private static readonly (string Label, TimeSpan Age)[] Ages =
        [("1m", TimeSpan.FromMinutes(1)), ("10m", TimeSpan.FromMinutes(10)), ("1h", TimeSpan.FromHours(1))];

    public static Sample Of(IDocumentStore<RewardRequest> requests, TimeProvider time) => async cancellationToken =>
    {
        var now = time.GetUtcNow();
        List<RewardRequest> open =
        [
            .. await Oldest(requests, RequestStatus.Pending, cancellationToken),
            .. await Oldest(requests, RequestStatus.Approved, cancellationToken),
        ];
        return Readings(open, now);
    };

    internal static IReadOnlyList<Reading> Readings(IReadOnlyCollection<RewardRequest> open, DateTimeOffset now) =>
    [
        .. Ages.Select(age => Stalled.Of(open.Count(request => request.IsDecided && now - request.UpdatedAt > age.Age), ("older_than", age.Label))),
        Undecided.Of(open.Count(request => !request.IsDecided)),
    ];

    private static async Task<List<RewardRequest>> Oldest(IDocumentStore<RewardRequest> requests, RequestStatus status, CancellationToken cancellationToken)
    {
        var found = new List<RewardRequest>();
        var query = new Query<RewardRequest>().Where(r => r.Status, status).OrderBy(r => r.CreatedAt).Take(PageSize);
        string? next;
        do
        {
            var page = await requests.Query(query, cancellationToken);
            found.AddRange(page.Items);
            next = page.NextCursor;
            query.After(Cursor.Parse(next));
        }
        while (next is not null && found.Count < MostRead);
        return found;
    }
}
