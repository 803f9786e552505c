using Contracts.Connections;

namespace Contracts.Syncs;

/// <summary>A sync and its progress. AccountId: null of one that goes through all accounts. Error: one of SyncErrors.</summary>
public sealed record SyncDetails(
    Guid Id,
    Owner Owner,
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
