using System.Diagnostics;
using System.Globalization;
using Contracts.Events;

namespace EventService.Requests;

/// <summary>The day, week or whole event in which a user may claim a number of times.</summary>
/// <param name="Key">Names the period in claim keys; null where a user claims once and the key is the user's alone.</param>
/// <param name="Start">Null for the whole event.</param>
/// <param name="NextAt">When the next period starts; null when there is none.</param>
internal sealed record ClaimPeriod(string? Key, int Max, DateTimeOffset? Start, DateTimeOffset? NextAt)
{
    private const string WholeEvent = "ONCE";

    public static ClaimPeriod Of(ClaimLimit? limit, string timeZone, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        switch (limit?.Per)
        {
            case null:
                return new ClaimPeriod(null, 1, null, null);
            case ClaimSpan.Once:
                return new ClaimPeriod(limit.Max == 1 ? null : WholeEvent, limit.Max, null, null);
            case ClaimSpan.Day:
                return new ClaimPeriod(today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), limit.Max, StartOf(today, zone), StartOf(today.AddDays(1), zone));
            case ClaimSpan.Week:
                var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
                var midnight = monday.ToDateTime(TimeOnly.MinValue);
                var key = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(midnight):0000}-W{ISOWeek.GetWeekOfYear(midnight):00}");
                return new ClaimPeriod(key, limit.Max, StartOf(monday, zone), StartOf(monday.AddDays(7), zone));
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The slots that may be free, lowest first, for a user who has made these requests in the period.</summary>
    public IEnumerable<string?> FreeSlots(IReadOnlyCollection<string?> used)
    {
        if (Key is null)
        {
            return used.Count == 0 ? [null] : [];
        }

        // Requests from before the limit was changed may have slots of another form, or beyond it; they count all the same.
        return Enumerable.Range(1, Max).Select(n => string.Create(CultureInfo.InvariantCulture, $"{Key}/{n}")).Except(used).Take(Max - used.Count);
    }

    /// <summary>
    /// The first moment of a day. Where clocks skip midnight it is the moment of the skip, and where they repeat it the
    /// first of the two.
    /// </summary>
    internal static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var offset = zone.IsInvalidTime(midnight) ? zone.GetUtcOffset(midnight.AddHours(-6))
            : zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
