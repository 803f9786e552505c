using Contracts.Campaigns;
using Contracts.Reports;

namespace Gateway.Events;

/// <param name="Granted">Grants that stand, by kind of reward.</param>
/// <param name="Users">Who made a request.</param>
/// <param name="CostPerGrant">What the campaign has spent for each grant; null without a campaign, before it is synced, and before the first grant.</param>
internal sealed record EventReportResponse(
    long Requests,
    IReadOnlyDictionary<string, long> ByStatus,
    IReadOnlyDictionary<string, long> Granted,
    long Points,
    long Users,
    CampaignReference? Campaign,
    decimal? CostPerGrant)
{
    public static EventReportResponse Of(EventReport report, decimal? spend)
    {
        var grants = report.Granted.Sum(count => count.Count);
        return new(
            report.ByStatus.Sum(count => count.Count),
            report.ByStatus.ToDictionary(count => Words.Write(count.Status), count => count.Count),
            report.Granted.ToDictionary(count => Words.Write(count.Type), count => count.Count),
            report.Points,
            report.Users,
            report.Campaign,
            grants > 0 ? spend / grants : null);
    }
}
