using Documents;
using EventService.Users;

namespace EventService.Activities;

/// <summary>
/// Erases the data of a user's activities: that they occurred, and when, stays. It may be cut off anywhere and is then
/// begun again. What is recorded too late to be found here is erased by who recorded it.
/// </summary>
internal sealed class ActivityErasure(ActivityStore store, ActivityFolding folding, DeletedUsers deleted)
{
    private const int AtOnce = 32;
    private const int PageSize = 1000;

    /// <returns>How many activities there are.</returns>
    public async Task<int> Erase(Guid userId, CancellationToken cancellationToken)
    {
        await deleted.Remember(userId, cancellationToken);
        var owners = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        var query = new Query<ActivityDocument>().Where(a => a.UserId, userId).OrderBy(a => a.OccurredAt).Take(PageSize);
        await foreach (var page in store.Activities.Pages(query, cancellationToken))
        {
            owners.UnionWith(page.Select(activity => activity.Owner));
            count += page.Count;
            await ForEach(
                page.Where(activity => activity.Data is not null),
                (activity, token) => store.Activities.Change(activity.Id, one => one.EraseData(), token),
                cancellationToken);
        }

        foreach (var owner in owners)
        {
            await EraseRollups(owner, cancellationToken);
        }

        return count;
    }

    /// <summary>After these were recorded: if any is of a deleted user.</summary>
    public async Task EraseLate(IEnumerable<Guid> userIds, CancellationToken cancellationToken)
    {
        foreach (var userId in userIds)
        {
            if (await deleted.Contains(userId, cancellationToken))
            {
                await Erase(userId, cancellationToken);
            }
        }
    }

    private async Task EraseRollups(string owner, CancellationToken cancellationToken)
    {
        // Whoever folds meanwhile may still hold what was erased: he folds in vain when all of it has been folded.
        var open = (await store.Head(owner, cancellationToken)).Open;
        while ((await store.Head(owner, cancellationToken)).Folded < open)
        {
            await folding.Fold(owner, cancellationToken);
        }

        foreach (var level in RollupLevel.All)
        {
            await ForEach(
                await store.RollupsOf(level, owner, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken),
                (rollup, token) => store.Rollups.Change(rollup.Id, one => one.EraseData(), token),
                cancellationToken);
        }
    }

    private static Task ForEach<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, token) => await act(item, token));
}
