using Documents;

namespace EventService.Activities;

/// <summary>
/// Folds recorded activities into rollups. Any number of instances may fold one owner at once, and each step may be
/// the last one before a crash: every document knows what it has, and whoever comes next goes on.
/// </summary>
internal sealed class ActivityFolding(ActivityStore store)
{
    /// <summary>Folds the epoch that is closed, or closes the open one and folds it.</summary>
    public async Task Fold(string owner, CancellationToken cancellationToken)
    {
        if (await Close(owner, cancellationToken) is { } head)
        {
            await FoldClosed(head, cancellationToken);
        }
    }

    /// <summary>What a closed epoch consists of: settled here, if nobody did so before.</summary>
    public async Task<FoldedEpoch> Settled(string owner, int epoch, CancellationToken cancellationToken) =>
        await store.Epochs.Get(FoldedEpoch.IdOf(owner, epoch), cancellationToken)
        ?? await Settle(owner, epoch, await store.OfEpoch(owner, epoch, cancellationToken), cancellationToken);

    private async Task<FoldedEpoch> Settle(string owner, int epoch, List<ActivityDocument> present, CancellationToken cancellationToken)
    {
        var created = FoldedEpoch.Of(owner, epoch, present);
        return (await store.Epochs.Insert(created, cancellationToken)).IsSaved
            ? created
            : await store.Epochs.Get(created.Id, cancellationToken)
                ?? throw new InvalidOperationException($"The epoch {created.Id} was neither stored nor there.");
    }

    /// <summary>The head with a closed epoch; null when another instance was faster.</summary>
    private async Task<ActivityHead?> Close(string owner, CancellationToken cancellationToken)
    {
        var head = await store.Head(owner, cancellationToken);
        if (head.IsFolding)
        {
            return head;
        }

        head.Open++;
        var result = head.Version == 0 ? await store.Heads.Insert(head, cancellationToken) : await store.Heads.Update(head, cancellationToken);
        return result.IsSaved ? head : null;
    }

    private async Task FoldClosed(ActivityHead head, CancellationToken cancellationToken)
    {
        var (owner, epoch) = (head.Id, head.Folded + 1);
        var present = await store.OfEpoch(owner, epoch, cancellationToken);
        var ids = (await Settle(owner, epoch, present, cancellationToken)).Ids();
        var activities = present.FindAll(activity => ids.Contains(activity.Id));
        if (activities.Count < ids.Count)
        {
            // Another settled it, with one that was recorded since we looked.
            activities = (await store.OfEpoch(owner, epoch, cancellationToken)).FindAll(activity => ids.Contains(activity.Id));
        }

        if (activities.Count != ids.Count)
        {
            throw new InvalidOperationException($"Epoch {epoch} of {owner} lists {ids.Count} activities, but {activities.Count} are there.");
        }

        await Task.WhenAll(RollupLevel.All.SelectMany(level => activities
            .GroupBy(activity => level.StartOf(activity.OccurredAt))
            .Select(group => Fold(level, owner, epoch, group.Key, [.. group], cancellationToken))));
        await store.Heads.Change(
            owner,
            loaded =>
            {
                if (loaded.Folded >= epoch)
                {
                    return false;
                }

                loaded.Folded = epoch;
                return true;
            },
            cancellationToken);
    }

    private async Task Fold(
        RollupLevel level, string owner, int epoch, DateTimeOffset start, List<ActivityDocument> activities, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rollup = await store.Rollups.Get(level.IdOf(owner, start), cancellationToken) ?? ActivityRollup.Of(level, owner, start);
            if (rollup.Epoch >= epoch)
            {
                return;
            }

            rollup.Fold(epoch, level, activities);
            var result = rollup.Version == 0
                ? await store.Rollups.Insert(rollup, cancellationToken)
                : await store.Rollups.Update(rollup, cancellationToken);
            if (result.IsSaved)
            {
                return;
            }
        }
    }
}
