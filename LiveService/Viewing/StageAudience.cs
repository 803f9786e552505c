using System.Collections.Concurrent;
using Contracts.Viewing;
using Documents;

namespace LiveService.Viewing;

/// <summary>Counts who is, and was, on a stage; a count is told again for <see cref="Age"/>, whoever asks.</summary>
internal sealed class StageAudience(IDocumentStore<StageSession> sessions, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<Guid, Lazy<(DateTimeOffset At, Task<StageStats> Stats)>> counts = new();

    public Task<StageStats> Of(Guid stageId)
    {
        foreach (var (known, old) in counts.Where(count => !IsFresh(count.Value)))
        {
            counts.TryRemove(KeyValuePair.Create(known, old));
        }

        return counts.GetOrAdd(stageId, id => new(() => (time.GetUtcNow(), Count(id)))).Value.Stats;
    }

    private bool IsFresh(Lazy<(DateTimeOffset At, Task<StageStats> Stats)> count) =>
        count.Value is var (at, stats) && !stats.IsFaulted && (time.GetUtcNow() - at).Duration() < Age;

    private async Task<StageStats> Count(Guid stageId)
    {
        var count = new StageCount(time.GetUtcNow());
        string? next = null;
        do
        {
            var page = await sessions.Query(
                new Query<StageSession>().Where(s => s.StageId, stageId).OrderBy(s => s.JoinedAt).After(Cursor.Parse(next)).Take(PageSize), CancellationToken.None);
            foreach (var session in page.Items)
            {
                count.Add(session);
            }

            next = page.NextCursor;
        }
        while (next is not null);

        return count.ToStats();
    }
}
