using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace OperatorsConsole.Shell;

/// <summary>
/// The time as the reader's browser counts it, by the zone that the shell's script told in a cookie. A circuit has it from the
/// request that opened it; from its page where the cookie is gone.
/// </summary>
public sealed partial class ReaderClock
{
    private const string Cookie = "console-zone";
    private const int LongestName = 64;

    public ReaderClock(IHttpContextAccessor http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(http);
        Time = time;
        Told = http.HttpContext?.Request.Cookies[Cookie];
    }

    /// <summary>What the browser said, kept with the page: what it says now is newer.</summary>
    [PersistentState]
    public string? Told
    {
        get;
        set
        {
            if (field is null && value is not null)
            {
                (field, Zone) = (value, Find(value));
            }
        }
    }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

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

    /// <summary>Where the day is known.</summary>
    public string ShowTime(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Where the minute does not tell it from others.</summary>
    public string ShowSecond(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public string ShowDay(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>By an IANA name alone: the system would look up whatever looks like a file.</summary>
    private static TimeZoneInfo Find(string cookie) =>
        Uri.UnescapeDataString(cookie) is { Length: <= LongestName } name && Name().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : TimeZoneInfo.Utc;

    [GeneratedRegex(@"\A[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    public static string Utc(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
