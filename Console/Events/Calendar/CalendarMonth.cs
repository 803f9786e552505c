using System.Globalization;

namespace OperatorsConsole.Events.Calendar;

/// <summary>An event by the days of its reader, the last one included.</summary>
/// <param name="Last">Null for one that does not end by itself.</param>
public sealed record CalendarEvent(Guid Id, string Name, EventStatus Status, DateOnly First, DateOnly? Last)
{
    public static CalendarEvent Of(Event stored, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(stored);

        var first = DayOf(stored.PeriodStart, zone);

        // The moment of its end is no more of it.
        DateOnly? last = stored.PeriodEnd is { } end ? DayOf(end.AddTicks(-1), zone) : HasEnded(stored.Status) ? DayOf(stored.UpdatedAt, zone) : null;
        return new CalendarEvent(stored.Id, stored.Name, stored.Status, first, last < first ? first : last);
    }

    public bool IsIn(DateOnly from, DateOnly until) => First <= until && (Last is null || Last >= from);

    /// <summary>By hand; what is done with it afterwards is not told apart from that.</summary>
    private static bool HasEnded(EventStatus status) => status switch
    {
        EventStatus.Ended or EventStatus.Archived => true,
        EventStatus.Draft or EventStatus.Active or EventStatus.Paused or EventStatus.Unknown => false,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
}

/// <summary>A part of an event, in one week.</summary>
/// <param name="Column">1, of Monday, to 7.</param>
/// <param name="Row">From 1.</param>
/// <param name="IsFirst">No earlier week that is shown has a part of it.</param>
public sealed record CalendarBar(CalendarEvent Event, int Column, int Days, int Row, bool IsFirst);

/// <param name="Hidden">Those for which there is no row.</param>
public sealed record CalendarWeek(DateOnly Monday, IReadOnlyList<CalendarBar> Bars, IReadOnlyList<CalendarEvent> Hidden);

/// <summary>The weeks in which a month is, from Monday to Sunday.</summary>
public sealed record CalendarMonth(DateOnly First, IReadOnlyList<CalendarWeek> Weeks)
{
    private const int MostRows = 8;
    private const string Form = "yyyy-MM";
    private const int FirstYear = 1970;
    private const int LastYear = 2999;

    public static string Word(DateOnly month) => month.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The first day of the month that an address names, or of that of a day.</summary>
    public static DateOnly Parse(string? word, DateOnly otherwise) =>
        DateOnly.TryParseExact(word, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= FirstYear and <= LastYear
            ? month
            : new DateOnly(otherwise.Year, otherwise.Month, 1);

    /// <param name="first">The first day of a month.</param>
    public static CalendarMonth Of(DateOnly first, IEnumerable<CalendarEvent> events)
    {
        var last = first.AddMonths(1).AddDays(-1);
        var shown = events.Where(one => one.IsIn(first, last)).OrderBy(one => one.First).ThenByDescending(one => one.Last ?? DateOnly.MaxValue).ThenBy(one => one.Name, StringComparer.Ordinal).ToList();
        var weeks = new List<CalendarWeek>();
        var seen = new HashSet<Guid>();
        for (var monday = first.AddDays(-(((int)first.DayOfWeek + 6) % 7)); monday <= last; monday = monday.AddDays(7))
        {
            weeks.Add(Week(monday, shown.Where(one => one.IsIn(monday, monday.AddDays(6))), seen));
        }

        return new CalendarMonth(first, weeks);
    }

    /// <summary>Each in the first row in which nothing is in its way.</summary>
    private static CalendarWeek Week(DateOnly monday, IEnumerable<CalendarEvent> events, HashSet<Guid> seen)
    {
        var sunday = monday.AddDays(6);
        var free = Enumerable.Repeat(monday, MostRows).ToArray();
        var (bars, hidden) = (new List<CalendarBar>(), new List<CalendarEvent>());
        foreach (var one in events)
        {
            var from = one.First < monday ? monday : one.First;
            var until = one.Last is { } end && end < sunday ? end : sunday;
            var row = Array.FindIndex(free, day => day <= from);
            if (row < 0)
            {
                hidden.Add(one);
                continue;
            }

            free[row] = until.AddDays(1);
            bars.Add(new CalendarBar(one, from.DayNumber - monday.DayNumber + 1, until.DayNumber - from.DayNumber + 1, row + 1, seen.Add(one.Id)));
        }

        return new CalendarWeek(monday, bars, hidden);
    }
}
