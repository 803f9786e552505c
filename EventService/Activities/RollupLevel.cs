using System.Globalization;

namespace EventService.Activities;

/// <summary>How fine a rollup is. All times are UTC.</summary>
internal sealed class RollupLevel
{
    /// <summary>A document a month, a cell a day.</summary>
    public static readonly RollupLevel Month = new("m", "yyyy-MM", time => time.Day);

    /// <summary>A document a day, a cell a quarter of an hour: the offset of every time zone is a multiple of it.</summary>
    public static readonly RollupLevel Day = new("d", "yyyy-MM-dd", QuarterOf);

    public static readonly IReadOnlyList<RollupLevel> All = [Day, Month];

    public static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly string name;
    private readonly string format;
    private readonly Func<DateTimeOffset, int> cell;

    private RollupLevel(string name, string format, Func<DateTimeOffset, int> cell)
    {
        this.name = name;
        this.format = format;
        this.cell = cell;
    }

    public static int QuarterOf(DateTimeOffset time) => (int)(time.UtcDateTime.TimeOfDay.Ticks / Quarter.Ticks);

    public int CellOf(DateTimeOffset time) => cell(time.ToUniversalTime());

    public DateTimeOffset StartOf(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return new DateTimeOffset(utc.Year, utc.Month, this == Month ? 1 : utc.Day, 0, 0, 0, TimeSpan.Zero);
    }

    public string SeriesOf(string owner) => $"{name}/{owner}";

    public string IdOf(string owner, DateTimeOffset start) =>
        $"{name}/{start.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}/{owner}";
}
