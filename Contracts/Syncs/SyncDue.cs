namespace Contracts.Syncs;

/// <summary>From a sweep of CampaignService to itself: the time of an account's next sync has come. Account: the id of its document.</summary>
public sealed record SyncDue(string Account);
