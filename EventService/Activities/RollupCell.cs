using EventService.Conditions;

namespace EventService.Activities;

/// <summary>What activities of one day or one quarter of an hour add up to.</summary>
internal sealed class RollupCell
{
    public long Count { get; set; }

    /// <summary>The earliest, in ticks since the rollup's start: a bound before it does not cut this cell.</summary>
    public long First { get; set; } = long.MaxValue;

    /// <summary>The latest.</summary>
    public long Last { get; set; }

    /// <summary>The quarters of an hour of the UTC day in which something occurred, a bit each.</summary>
    public UInt128 Quarters { get; set; }

    public Dictionary<string, ExactSum>? Sums { get; set; }

    public void Add(DateTimeOffset occurredAt, DateTimeOffset start, List<(string Name, decimal Value)> numbers)
    {
        var since = (occurredAt - start).Ticks;
        Count++;
        First = Math.Min(First, since);
        Last = Math.Max(Last, since);
        Quarters |= UInt128.One << RollupLevel.QuarterOf(occurredAt);
        foreach (var (name, value) in numbers)
        {
            Sums ??= [];
            Sums[name] = Sums.GetValueOrDefault(name) + value;
        }
    }

    public void Add(RollupCell other)
    {
        Count += other.Count;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Quarters |= other.Quarters;
        foreach (var (name, value) in other.Sums ?? [])
        {
            Sums ??= [];
            Sums[name] = Sums.GetValueOrDefault(name) + value;
        }
    }
}
