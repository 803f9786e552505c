using Documents;

namespace EventService.Activities;

/// <summary>The collections of activities, and how they are read.</summary>
internal sealed class ActivityStore(
    IDocumentStore<ActivityDocument> activities,
    IDocumentStore<ActivityHead> heads,
    IDocumentStore<FoldedEpoch> epochs,
    IDocumentStore<ActivityRollup> rollups)
{
    private const int PageSize = 1000;

    public IDocumentStore<ActivityDocument> Activities => activities;

    public IDocumentStore<ActivityHead> Heads => heads;

    public IDocumentStore<FoldedEpoch> Epochs => epochs;

    public IDocumentStore<ActivityRollup> Rollups => rollups;

    public async Task<ActivityHead> Head(string owner, CancellationToken cancellationToken) =>
        await heads.Get(owner, cancellationToken) ?? new ActivityHead { Id = owner };

    public Task<List<ActivityDocument>> OfEpoch(string owner, int epoch, CancellationToken cancellationToken) =>
        All(activities, ByEpoch(owner).From(ActivityDocument.EpochText(epoch)).Until(ActivityDocument.EpochText(epoch + 1)), cancellationToken);

    /// <summary>What was recorded behind an epoch. One that is moved to a later epoch meanwhile counts where it is seen last.</summary>
    public async Task<List<ActivityDocument>> Behind(string owner, int epoch, CancellationToken cancellationToken)
    {
        var found = await All(activities, ByEpoch(owner).From(ActivityDocument.EpochText(epoch + 1)), cancellationToken);
        return [.. found.GroupBy(activity => activity.Id).Select(seen => seen.Last())];
    }

    /// <summary>What occurred from one time until before another.</summary>
    public async Task<List<ActivityDocument>> Between(string owner, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        from >= until
            ? []
            : await All(
                activities,
                new Query<ActivityDocument>().Where(a => a.Owner, owner).OrderBy(a => a.OccurredAt).From(from).Until(until),
                cancellationToken);

    /// <summary>The rollups that start from one time until before another.</summary>
    public async Task<List<ActivityRollup>> RollupsOf(
        RollupLevel level, string owner, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        from >= until
            ? []
            : await All(
                rollups,
                new Query<ActivityRollup>().Where(r => r.Series, level.SeriesOf(owner)).OrderBy(r => r.Start).From(from).Until(until),
                cancellationToken);

    private static Query<ActivityDocument> ByEpoch(string owner) =>
        new Query<ActivityDocument>().Where(a => a.Owner, owner).OrderBy(a => a.Epoch);

    private static async Task<List<T>> All<T>(IDocumentStore<T> store, Query<T> query, CancellationToken cancellationToken) where T : Document
    {
        var all = new List<T>();
        await foreach (var page in store.Pages(query.Take(PageSize), cancellationToken))
        {
            all.AddRange(page);
        }

        return all;
    }
}
