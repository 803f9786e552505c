namespace Contracts.Syncs;

/// <summary>How far a sync has come.</summary>
public enum SyncStatus
{
    Queued,
    Running,
    Succeeded,
    Failed,
}
