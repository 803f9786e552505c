using Contracts.Campaigns;
using Contracts.Reports;

namespace Gateway.Events;

/// <param name="Granted">Grants that stand, by kind of reward.</param>
/// <param name="Users">Who made a request.</param>
/// <param name="Campaign">Null without one, and while it is not among the synced ones of whoever named it.</param>
/// <param name="CostPerGrant">What the campaign has spent for each grant, to four decimals; null without a campaign, and before the first grant.</param>
internal sealed record EventReportResponse(
    long Requests,
    IReadOnlyDictionary<string, long> ByStatus,
    IReadOnlyDictionary<string, long> Granted,
    long Points,
    long Users,
    CampaignDetails? Campaign,
    decimal? CostPerGrant)
{
    private const string Spend = "spend";
    private const int Decimals = 4;

    public static EventReportResponse Of(EventReport report, CampaignDetails? campaign)
    {
        var grants = report.Granted.Sum(count => count.Count);
        return new(
            report.ByStatus.Sum(count => count.Count),
            report.ByStatus.ToDictionary(count => Words.Write(count.Status), count => count.Count),
            report.Granted.ToDictionary(count => Words.Write(count.Type), count => count.Count),
            report.Points,
            report.Users,
            campaign,
            campaign?.Metrics.TryGetValue(Spend, out var spend) == true && grants > 0 ? Math.Round(spend / grants, Decimals) : null);
    }
}
