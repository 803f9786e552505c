using System.Globalization;
using OperatorsConsole.Charts;

namespace OperatorsConsole.Connections;

/// <summary>A metric over the days of a campaign's history. What a day says holds until the next one that says something.</summary>
public static class CampaignPicture
{
    private const int LeastDays = 30;
    private const int MostDays = 90;

    /// <summary>Those that come first where they are there, then the others by their names.</summary>
    private static readonly IReadOnlyList<string> Known = ["spend", "impressions", "clicks", "conversions"];

    public static IReadOnlyList<string> MetricsOf(CampaignHistory campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        var names = campaign.Metrics.Keys.Union(campaign.History.SelectMany(day => day.Metrics.Keys)).ToHashSet();
        return [.. Known.Where(names.Contains), .. names.Except(Known).Order(StringComparer.Ordinal)];
    }

    /// <param name="history">In any order.</param>
    public static IReadOnlyList<ChartSlot> Of(IReadOnlyList<CampaignDay> history, string metric, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var days = history.ToLookup(day => DateOnly.FromDateTime(day.At.UtcDateTime));
        var first = days.Count == 0 ? today : days.Min(day => day.Key);
        var begin = today.AddDays(1 - Math.Clamp(today.DayNumber - first.DayNumber + 1, LeastDays, MostDays));
        var value = Latest(history.Where(day => DateOnly.FromDateTime(day.At.UtcDateTime) < begin), metric) ?? 0;
        var slots = new List<ChartSlot>();
        for (var day = begin; day <= today; day = day.AddDays(1))
        {
            value = Latest(days[day], metric) ?? value;
            slots.Add(new ChartSlot(day.ToString("d MMM", CultureInfo.InvariantCulture), [Math.Max(value, 0)], day >= first));
        }

        return slots;
    }

    private static decimal? Latest(IEnumerable<CampaignDay> days, string metric) =>
        days.OrderBy(day => day.At).Where(day => day.Metrics.ContainsKey(metric)).Select(day => (decimal?)day.Metrics[metric]).LastOrDefault();
}
