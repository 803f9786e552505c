using Contracts.Requests;
using Contracts.Rewards;
using Messages;

namespace EventService.Reports;

/// <summary>What a report adds up.</summary>
internal sealed record ReportTally : Extensible
{
    public Dictionary<RequestStatus, long> ByStatus { get; init; } = [];

    /// <summary>Grants that stand, by kind.</summary>
    public Dictionary<RewardType, long> Granted { get; init; } = [];

    public long Points { get; set; }

    public long Users { get; set; }

    public void AddStatus(RequestStatus status, int times) => ByStatus[status] = ByStatus.GetValueOrDefault(status) + times;

    public void AddGrants(IEnumerable<RewardValue> values, int times)
    {
        foreach (var value in values)
        {
            Granted[value.Type] = Granted.GetValueOrDefault(value.Type) + times;
            Points += value is PointValue points ? points.ToAmount() * times : 0;
        }
    }
}
