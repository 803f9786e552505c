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

    public string Show(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
