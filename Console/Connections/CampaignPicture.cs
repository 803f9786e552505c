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

    /// <summary>Up to when it was looked at last. What is older than its history, which is of days that changed something, is as it is now.</summary>
    public static IReadOnlyList<ChartSlot> Of(CampaignHistory campaign, string metric)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        var last = DayOf(campaign.RemovedAt ?? campaign.SyncedAt);
        var days = campaign.History.ToLookup(day => DayOf(day.At));
        var begin = last.AddDays(1 - LeastDays);
        var first = begin;
        if (days.Count > 0)
        {
            first = days.Min(day => day.Key);
            begin = last.AddDays(1 - Math.Clamp(last.DayNumber - first.DayNumber + 1, LeastDays, MostDays));
        }

        var isNamed = campaign.History.Any(day => day.Metrics.ContainsKey(metric));
        var value = isNamed ? Latest(campaign.History.Where(day => DayOf(day.At) < begin), metric) : campaign.Metrics.TryGetValue(metric, out var now) ? now : null;
        var slots = new List<ChartSlot>();
        for (var day = begin; day <= last; day = day.AddDays(1))
        {
            value = Latest(days[day], metric) ?? value;
            var known = day < first ? null : value;
            slots.Add(new ChartSlot(day.ToString("d MMM", CultureInfo.InvariantCulture), [known ?? 0], known is not null));
        }

        return slots;
    }

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private static decimal? Latest(IEnumerable<CampaignDay> days, string metric) =>
        days.OrderBy(day => day.At).Where(day => day.Metrics.ContainsKey(metric)).Select(day => (decimal?)day.Metrics[metric]).LastOrDefault();
}
