using Contracts.Events;
using EventService.Conditions;

namespace EventService.Activities;

/// <summary>
/// An owner's activities in a period, ready to be added up: rollups, and what was recorded behind them. The cost goes
/// with the months of the period and not with the activities: a finer level is read only where a bound of the period
/// cuts a cell, and the activities themselves only in the quarters of an hour which it cuts.
/// </summary>
/// <remarks>
/// Exact while others record and fold: the tail is read before the rollups, and of the tail counts what is behind the
/// epoch of the very rollup that is added.
/// </remarks>
internal sealed class ActivityHistory
{
    private readonly ActivityStore store;
    private readonly string owner;
    private readonly DateTimeOffset from;
    private readonly DateTimeOffset until;
    private readonly TimeZoneInfo zone;
    private readonly List<ActivityDocument> tail;
    private readonly Dictionary<DateTimeOffset, ActivityRollup> months;
    private readonly Dictionary<DateTimeOffset, ActivityRollup> days = [];

    private ActivityHistory(
        ActivityStore store,
        string owner,
        DateTimeOffset from,
        DateTimeOffset until,
        TimeZoneInfo zone,
        List<ActivityDocument> tail,
        List<ActivityRollup> months)
    {
        this.store = store;
        this.owner = owner;
        this.from = from;
        this.until = until;
        this.zone = zone;
        TailLength = tail.Count;
        this.tail = tail.FindAll(activity => from <= activity.OccurredAt && activity.OccurredAt < until);
        this.months = months.ToDictionary(month => month.Start);
    }

    /// <summary>How many activities are in no rollup yet.</summary>
    public int TailLength { get; }

    /// <param name="until">Exclusive.</param>
    public static async Task<ActivityHistory> Load(
        ActivityStore store, string owner, DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var head = await store.Head(owner, cancellationToken);
        var behind = await store.Behind(owner, head.Folded, cancellationToken);
        var rollups = await store.RollupsOf(RollupLevel.Month, owner, RollupLevel.Month.StartOf(from), until, cancellationToken);
        return new ActivityHistory(store, owner, from, until, zone, behind, rollups);
    }

    public async Task<Tally> Tally(Condition leaf, CancellationToken cancellationToken)
    {
        var sum = new TallyBuilder(leaf, zone);
        var starts = months.Keys.Union(tail.Select(activity => RollupLevel.Month.StartOf(activity.OccurredAt)));
        foreach (var start in starts)
        {
            await AddMonth(sum, start, cancellationToken);
        }

        return sum.ToTally();
    }

    private async Task AddMonth(TallyBuilder sum, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var rollup = months.GetValueOrDefault(start);
        var behind = tail.FindAll(activity => RollupLevel.Month.StartOf(activity.OccurredAt) == start);
        if (rollup is not null && !rollup.CanAnswer(sum.Leaf))
        {
            await LoadDays(start, cancellationToken);
            var present = days.Keys.Where(day => RollupLevel.Month.StartOf(day) == start)
                .Union(behind.Select(activity => RollupLevel.Day.StartOf(activity.OccurredAt)));
            foreach (var day in present.Where(day => day < until && day.AddDays(1) > from).ToList())
            {
                await AddDay(sum, day, cancellationToken);
            }

            return;
        }

        var cut = AddCells(sum, rollup, cell => start.AddDays(cell - 1));
        foreach (var day in cut)
        {
            if (!days.ContainsKey(day)
                && await store.Rollups.Get(RollupLevel.Day.IdOf(owner, day), cancellationToken) is { } found)
            {
                days[day] = found;
            }

            await AddDay(sum, day, cancellationToken);
        }

        sum.Add(behind.Where(activity => activity.EpochNumber > (rollup?.Epoch ?? 0) && !cut.Contains(RollupLevel.Day.StartOf(activity.OccurredAt))));
    }

    private async Task AddDay(TallyBuilder sum, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var rollup = days.GetValueOrDefault(start);
        if (rollup is not null && !rollup.CanAnswer(sum.Leaf))
        {
            await AddActivities(sum, start, start.AddDays(1), cancellationToken);
            return;
        }

        var cut = AddCells(sum, rollup, cell => start + (cell * RollupLevel.Quarter));
        foreach (var quarter in cut)
        {
            await AddActivities(sum, quarter, quarter + RollupLevel.Quarter, cancellationToken);
        }

        sum.Add(tail.Where(activity => RollupLevel.Day.StartOf(activity.OccurredAt) == start
            && activity.EpochNumber > (rollup?.Epoch ?? 0)
            && !cut.Any(quarter => quarter <= activity.OccurredAt && activity.OccurredAt < quarter + RollupLevel.Quarter)));
    }

    /// <summary>Adds the cells that lie in the period; returns the starts of those that a bound, or midnight, cuts.</summary>
    private HashSet<DateTimeOffset> AddCells(TallyBuilder sum, ActivityRollup? rollup, Func<int, DateTimeOffset> startOf)
    {
        var cut = new HashSet<DateTimeOffset>();
        var groups = (rollup?.Groups ?? []).FindAll(group => group.Matches(sum.Leaf));
        if (groups.TrueForAll(group => group.Cells.Values.All(cell => from <= rollup!.Start.AddTicks(cell.First) && rollup.Start.AddTicks(cell.Last) < until))
            && sum.TryAddWithoutDays(groups.SelectMany(group => group.Cells.Values)))
        {
            return cut;
        }

        var cells = groups.SelectMany(group => group.Cells).ToLookup(cell => cell.Key, cell => cell.Value);
        foreach (var cell in cells)
        {
            var first = rollup!.Start.AddTicks(cell.Min(c => c.First));
            var last = rollup.Start.AddTicks(cell.Max(c => c.Last));
            if (last < from || until <= first)
            {
                continue;
            }

            var start = startOf(cell.Key);
            var whole = from <= first && last < until;
            if (!whole || !sum.TryAdd(RollupLevel.Day.StartOf(start), [.. cell]))
            {
                cut.Add(start);
            }
        }

        return cut;
    }

    private async Task AddActivities(TallyBuilder sum, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken) =>
        sum.Add(await store.Between(owner, start < from ? from : start, end > until ? until : end, cancellationToken));

    private async Task LoadDays(DateTimeOffset month, CancellationToken cancellationToken)
    {
        foreach (var day in await store.RollupsOf(RollupLevel.Day, owner, month, month.AddMonths(1), cancellationToken))
        {
            days.TryAdd(day.Start, day);
        }
    }
}
