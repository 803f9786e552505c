using Contracts.Syncs;

namespace Gateway.Campaigns;

/// <summary>A sync, and how far it has come.</summary>
/// <param name="AccountId">Null of one that goes through all accounts.</param>
internal sealed record SyncResponse(
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
    string? Error)
{
    public static SyncResponse Of(SyncDetails sync) => new(
        sync.Id, sync.Platform, sync.AccountId, sync.Status, sync.Trigger, sync.StartedAt, sync.EndedAt,
        sync.Pages, sync.Fetched, sync.Created, sync.Updated, sync.Removed, sync.Error);
}

internal sealed record SyncListResponse(IReadOnlyList<SyncResponse> Items, string? NextCursor);
