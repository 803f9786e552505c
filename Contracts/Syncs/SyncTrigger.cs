namespace Contracts.Syncs;

/// <summary>What began a sync.</summary>
public enum SyncTrigger
{
    Manual,
    Scheduled,
}
