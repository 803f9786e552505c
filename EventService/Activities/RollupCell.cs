using System.Text.Json.Serialization;

namespace EventService.Activities;

/// <summary>What activities of one day or one quarter of an hour add up to.</summary>
internal sealed class RollupCell
{
    private const int Half = 48;

    public long Count { get; set; }

    /// <summary>The earliest, in ticks since the rollup's start: a bound before it does not cut this cell.</summary>
    public long First { get; set; } = long.MaxValue;

    /// <summary>The latest.</summary>
    public long Last { get; set; }

    /// <summary>The quarters of an hour before noon in which something occurred, a bit each.</summary>
    public long Morning { get; set; }

    /// <summary>Those from noon on. Two halves: 96 bits are in no number that every store keeps exactly.</summary>
    public long Afternoon { get; set; }

    public Dictionary<string, decimal>? Sums { get; set; }

    /// <summary>One bit for each quarter of an hour of the UTC day.</summary>
    [JsonIgnore]
    public UInt128 Quarters => (UInt128)(ulong)Morning | ((UInt128)(ulong)Afternoon << Half);

    public void Add(DateTimeOffset occurredAt, DateTimeOffset start, List<(string Name, decimal Value)> numbers)
    {
        var since = (occurredAt - start).Ticks;
        Count++;
        First = Math.Min(First, since);
        Last = Math.Max(Last, since);
        var quarter = RollupLevel.QuarterOf(occurredAt);
        Morning |= quarter < Half ? 1L << quarter : 0;
        Afternoon |= quarter >= Half ? 1L << (quarter - Half) : 0;
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
        Morning |= other.Morning;
        Afternoon |= other.Afternoon;
        foreach (var (name, value) in other.Sums ?? [])
        {
            Sums ??= [];
            Sums[name] = Sums.GetValueOrDefault(name) + value;
        }
    }
}
