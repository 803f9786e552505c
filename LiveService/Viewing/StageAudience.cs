using System.Collections.Concurrent;
using Contracts.Viewing;
using Documents;

namespace LiveService.Viewing;

/// <summary>Counts who is, and was, on a stage; a count is told again while it is made and for <see cref="Age"/> after, whoever asks.</summary>
internal sealed class StageAudience(IDocumentStore<StageSession> sessions, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private const int PageSize = 1000;

    /// <summary>Of the sessions that were: 50 000, the newest.</summary>
    private const int MostPages = 50;

    private readonly ConcurrentDictionary<Guid, Lazy<Task<(StageStats Stats, DateTimeOffset At)>>> counts = new();

    public async Task<StageStats> Of(Guid stageId)
    {
        foreach (var (known, old) in counts.Where(count => !IsFresh(count.Value)))
        {
            counts.TryRemove(KeyValuePair.Create(known, old));
        }

        return (await counts.GetOrAdd(stageId, id => new(() => Count(id))).Value).Stats;
    }

    /// <summary>How many are there now who may not publish.</summary>
    public Task<long> ViewersOf(Guid stageId) => CountViewers(query => query.Where(s => s.StageId, stageId), CancellationToken.None);

    /// <summary>How many are on all stages now who may not publish.</summary>
    public Task<long> Viewers(CancellationToken cancellationToken) => CountViewers(query => query, cancellationToken);

    private Task<long> CountViewers(Func<Query<StageSession>, Query<StageSession>> among, CancellationToken cancellationToken) =>
        sessions.Count(among(new()).Where(s => s.MayPublish, false).OrderBy(s => s.LapsesAt).From(time.GetUtcNow().AddTicks(1)), cancellationToken);

    private bool IsFresh(Lazy<Task<(StageStats Stats, DateTimeOffset At)>> count) =>
        !count.Value.IsCompleted || (count.Value.IsCompletedSuccessfully && (time.GetUtcNow() - count.Value.Result.At).Duration() < Age);

    private async Task<(StageStats Stats, DateTimeOffset At)> Count(Guid stageId)
    {
        var now = time.GetUtcNow();
        var count = new StageCount(now);
        var open = new HashSet<string>();
        await foreach (var session in Read(() => new Query<StageSession>().Where(s => s.StageId, stageId).OrderBy(s => s.LapsesAt).From(now), int.MaxValue))
        {
            if (open.Add(session.Id))
            {
                count.Add(session);
            }
        }

        await foreach (var session in Read(() => new Query<StageSession>().Where(s => s.StageId, stageId).OrderByDescending(s => s.JoinedAt), MostPages))
        {
            if (!open.Contains(session.Id))
            {
                count.Add(session);
            }
        }

        return (count.ToStats(), time.GetUtcNow());
    }

    private async IAsyncEnumerable<StageSession> Read(Func<Query<StageSession>> query, int mostPages)
    {
        string? next = null;
        var pages = 0;
        do
        {
            var page = await sessions.Query(query().After(Cursor.Parse(next)).Take(PageSize), CancellationToken.None);
            foreach (var session in page.Items)
            {
                yield return session;
            }

            next = page.NextCursor;
        }
        while (next is not null && ++pages < mostPages);
    }
}
