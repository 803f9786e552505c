namespace EventService.Activities;

/// <summary>The days of one time zone on which something occurred.</summary>
internal sealed class ActivityDays(TimeZoneInfo zone)
{
    private const int QuartersADay = 96;

    private readonly HashSet<DateOnly> days = [];

    public IReadOnlySet<DateOnly> Days => days;

    public DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    public void Add(DateTimeOffset time) => days.Add(DayOf(time));

    /// <summary>False, and nothing added, when midnight falls inside one of the quarters: long ago there were such zones.</summary>
    public bool TryAdd(DateTimeOffset dayStart, UInt128 quarters)
    {
        var offset = zone.GetUtcOffset(dayStart);
        if (offset != zone.GetUtcOffset(dayStart.AddDays(1).AddTicks(-1)) || offset.Ticks % RollupLevel.Quarter.Ticks != 0)
        {
            return TryAddEach(dayStart, quarters);
        }

        // Midnight divides the quarters of a UTC day in two.
        var shift = (int)(offset.Ticks / RollupLevel.Quarter.Ticks);
        var local = DateOnly.FromDateTime(dayStart.UtcDateTime);
        var midnight = shift switch
        {
            > 0 => QuartersADay - shift,
            < 0 => -shift,
            _ => QuartersADay,
        };
        var first = shift < 0 ? local.AddDays(-1) : local;
        var before = (UInt128.One << midnight) - 1;
        if ((quarters & before) != 0)
        {
            days.Add(first);
        }

        if ((quarters & ~before) != 0)
        {
            days.Add(first.AddDays(1));
        }

        return true;
    }

    private bool TryAddEach(DateTimeOffset dayStart, UInt128 quarters)
    {
        var found = new List<DateOnly>();
        for (var quarter = 0; quarter < QuartersADay; quarter++)
        {
            if ((quarters >> quarter & 1) == 0)
            {
                continue;
            }

            var start = dayStart + (quarter * RollupLevel.Quarter);
            var day = DayOf(start);
            if (day != DayOf(start + RollupLevel.Quarter - TimeSpan.FromTicks(1)))
            {
                return false;
            }

            found.Add(day);
        }

        days.UnionWith(found);
        return true;
    }
}
