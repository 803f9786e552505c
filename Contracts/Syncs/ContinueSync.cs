namespace Contracts.Syncs;

/// <summary>From CampaignService to itself, after each step of a sync, and by a sweep for one that waits or was cut off.
/// Step: which is next; another is of the past.</summary>
public sealed record ContinueSync(Guid SyncId, long Step);
