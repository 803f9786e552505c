using Contracts.Events;
using EventService.Conditions;

namespace EventService.Activities;

/// <summary>Adds up what a leaf counts.</summary>
internal sealed class TallyBuilder(Condition leaf, TimeZoneInfo zone)
{
    private readonly ActivityDays days = new(zone);
    private long count;
    private ExactSum sum;

    public Condition Leaf => leaf;

    private bool NeedsDays => leaf.Measure is Measurement.DistinctDays or Measurement.StreakDays;

    public void Add(IEnumerable<ActivityDocument> activities)
    {
        foreach (var activity in activities.Where(activity => activity.Has(leaf.Where)))
        {
            count++;
            sum += activity.Number(leaf.Field) ?? 0;
            if (NeedsDays)
            {
                days.Add(activity.OccurredAt);
            }
        }
    }

    /// <summary>Adds cells of one UTC day, all or none: none when their days cannot be told from their quarters.</summary>
    public bool TryAdd(DateTimeOffset dayStart, IReadOnlyList<RollupCell> cells)
    {
        if (NeedsDays && !days.TryAdd(dayStart, cells.Aggregate(UInt128.Zero, (all, cell) => all | cell.Quarters)))
        {
            return false;
        }

        count += cells.Sum(cell => cell.Count);
        foreach (var cell in cells)
        {
            AddSum(cell);
        }

        return true;
    }

    /// <summary>Adds cells of any days, for a leaf that does not ask on which days.</summary>
    public bool TryAddWithoutDays(IEnumerable<RollupCell> cells)
    {
        if (NeedsDays)
        {
            return false;
        }

        foreach (var cell in cells)
        {
            count += cell.Count;
            AddSum(cell);
        }

        return true;
    }

    public Tally ToTally() => new(count, sum, days.Days);

    private void AddSum(RollupCell cell)
    {
        if (leaf.Field is { } field && cell.Sums?.TryGetValue(field, out var part) == true)
        {
            sum += part;
        }
    }
}
