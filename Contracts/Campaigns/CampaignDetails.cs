namespace Contracts.Campaigns;

/// <summary>A campaign as its owner sees it. SyncedAt: when it was last seen at its platform. RemovedAt: since when the platform does not list it.</summary>
public sealed record CampaignDetails(
    string Platform,
    string AccountId,
    string CampaignId,
    string Name,
    string Status,
    IReadOnlyDictionary<string, decimal> Metrics,
    DateTimeOffset UpdatedAt,
    DateTimeOffset SyncedAt,
    DateTimeOffset? RemovedAt);
