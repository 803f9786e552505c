using Messages;

namespace Contracts.Campaigns;

/// <summary>The metrics of a campaign as they were last seen on a day; At is when.</summary>
public sealed record CampaignDay(DateTimeOffset At, IReadOnlyDictionary<string, decimal> Metrics) : Extensible;
