using System.Collections.Concurrent;
using Contracts.Activities;

namespace EventService.Activities;

/// <summary>Stores activities. When it returns, each of them counts, exactly once, whoever folds meanwhile.</summary>
internal sealed class ActivityRecorder(ActivityStore store, ActivityFolding folding, FoldQueue queue, ActivityErasure erasure, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<ActivitiesRecorded> Record(IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var owners = activities.Select(activity => ActivityDocument.OwnerOf(activity.UserId, activity.Type)).Distinct().ToList();
        var open = await Heads(owners, cancellationToken);
        var documents = activities
            .Select(activity => ActivityDocument.Of(activity, open[ActivityDocument.OwnerOf(activity.UserId, activity.Type)].Open, now))
            .DistinctBy(document => document.Id)
            .ToList();
        var saved = await Task.WhenAll(documents.Select(async document => (await store.Activities.Insert(document, cancellationToken)).IsSaved));

        var later = await Heads(owners, cancellationToken);
        var closed = new ConcurrentDictionary<(string Owner, int Epoch), Task<HashSet<string>>>();
        await Task.WhenAll(documents.Select((document, i) => saved[i]
            ? Settle(document, later[document.Owner], closed, cancellationToken)
            : SettleStored(document.Id, closed, cancellationToken)));
        await Fold([.. documents.Where((_, i) => saved[i])]);
        await erasure.EraseLate(documents.Where(document => document.Data is not null).Select(document => document.UserId).Distinct(), cancellationToken);
        var accepted = saved.Count(isSaved => isSaved);
        return new ActivitiesRecorded(accepted, activities.Count - accepted);
    }

    private async Task<Dictionary<string, ActivityHead>> Heads(List<string> owners, CancellationToken cancellationToken) =>
        (await Task.WhenAll(owners.Select(owner => store.Head(owner, cancellationToken)))).ToDictionary(head => head.Id);

    /// <summary>A duplicate may be of one whose recording ended before it counted.</summary>
    private async Task SettleStored(
        string id, ConcurrentDictionary<(string Owner, int Epoch), Task<HashSet<string>>> closed, CancellationToken cancellationToken)
    {
        var stored = await store.Activities.Get(id, cancellationToken)
            ?? throw new InvalidOperationException($"Activity {id} was neither stored nor there.");
        await Settle(stored, await store.Head(stored.Owner, cancellationToken), closed, cancellationToken);
    }

    /// <summary>Sees to it that an activity is in the open epoch, or among those of which a closed one consists.</summary>
    private async Task Settle(
        ActivityDocument activity,
        ActivityHead head,
        ConcurrentDictionary<(string Owner, int Epoch), Task<HashSet<string>>> closed,
        CancellationToken cancellationToken)
    {
        while (activity.EpochNumber < head.Open)
        {
            var ids = await closed.GetOrAdd((activity.Owner, activity.EpochNumber), epoch => Ids(epoch.Owner, epoch.Epoch, cancellationToken));
            if (ids.Contains(activity.Id))
            {
                return;
            }

            activity.Epoch = ActivityDocument.EpochText(head.Open);
            if (!(await store.Activities.Update(activity, cancellationToken)).IsSaved)
            {
                activity = await store.Activities.Get(activity.Id, cancellationToken)
                    ?? throw new InvalidOperationException($"Activity {activity.Id} is gone.");
            }

            head = await store.Head(activity.Owner, cancellationToken);
        }
    }

    private async Task<HashSet<string>> Ids(string owner, int epoch, CancellationToken cancellationToken) =>
        (await folding.Settled(owner, epoch, cancellationToken)).Ids();

    /// <summary>Whoever records many of an owner waits while they are folded, so that he cannot run away from the folding.</summary>
    private async Task Fold(List<ActivityDocument> recorded)
    {
        var folds = new List<Task>();
        foreach (var owner in recorded.GroupBy(activity => activity.Owner))
        {
            if (owner.Count() >= FoldQueue.LongTail)
            {
                folds.Add(queue.Suggest(owner.Key));
            }
            else if (owner.Any(activity => activity.Id.EndsWith("00", StringComparison.Ordinal)))
            {
                // Ids are evenly spread: this is about every 256th activity, with nothing to be remembered.
                _ = queue.Suggest(owner.Key);
            }
        }

        if (folds.Count > 0)
        {
            await Task.WhenAny(Task.WhenAll(folds), Task.Delay(Patience, time));
        }
    }
}
