namespace Messaging.Client;

/// <summary>A campaign as it was when its account was synced last.</summary>
/// <param name="Status">As the platform names it.</param>
/// <param name="Metrics">Numbers by name, as impressions, clicks, spend and conversions.</param>
/// <param name="RemovedAt">Since when the platform does not list it any more.</param>
public sealed record Campaign(
    string Platform,
    string AccountId,
    string CampaignId,
    string Name,
    string Status,
    IReadOnlyDictionary<string, decimal> Metrics,
    DateTimeOffset UpdatedAt,
    DateTimeOffset SyncedAt,
    DateTimeOffset? RemovedAt);

/// <summary>A campaign with what it was on each of the last 90 days on which something had changed.</summary>
public sealed record CampaignHistory(
    string Platform,
    string AccountId,
    string CampaignId,
    string Name,
    string Status,
    IReadOnlyDictionary<string, decimal> Metrics,
    DateTimeOffset UpdatedAt,
    DateTimeOffset SyncedAt,
    DateTimeOffset? RemovedAt,
    IReadOnlyList<CampaignDay> History);

public sealed record CampaignDay(DateTimeOffset At, IReadOnlyDictionary<string, decimal> Metrics);

/// <summary>A sync, and how far it has come.</summary>
/// <param name="AccountId">Null of one that goes through all accounts.</param>
/// <param name="Error">The code with which it failed.</param>
public sealed record Sync(
    Guid Id,
    string Platform,
    string? AccountId,
    SyncStatus Status,
    SyncTrigger Trigger,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long Pages,
    long Fetched,
    long Created,
    long Updated,
    long Removed,
    string? Error);

public enum SyncStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Queued,
    Running,
    Succeeded,
    Failed,
}

public enum SyncTrigger
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Manual,
    Scheduled,
}
