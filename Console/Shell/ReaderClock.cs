using System.Globalization;

namespace OperatorsConsole.Shell;

/// <summary>The time as the reader's browser counts it, by the zone that the shell's script told in a cookie.</summary>
public sealed class ReaderClock
{
    private const string Cookie = "console-zone";

    public ReaderClock(IHttpContextAccessor http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(http);
        Time = time;
        Zone = http.HttpContext?.Request.Cookies[Cookie] is { Length: > 0 and < 64 } id && TimeZoneInfo.TryFindSystemTimeZoneById(Uri.UnescapeDataString(id), out var zone) ? zone : TimeZoneInfo.Utc;
    }

    public TimeZoneInfo Zone { get; }

    public TimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public DateTimeOffset NextHour => Now.AddHours(1).AddTicks(-(Now.Ticks % TimeSpan.TicksPerHour));

    /// <summary>As a field for a moment holds it: to the minute, without an offset.</summary>
    public DateTime? Local(DateTimeOffset? moment)
    {
        if (moment is not { } given)
        {
            return null;
        }

        var local = TimeZoneInfo.ConvertTime(given, Zone).DateTime;
        return local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
    }

    /// <summary>What a field holds, as a moment. A time that the zone skips counts as an hour later.</summary>
    public DateTimeOffset? Read(DateTime? field)
    {
        if (field is not { } local)
        {
            return null;
        }

        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(plain, Zone.GetUtcOffset(plain));
    }

    public string Show(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
