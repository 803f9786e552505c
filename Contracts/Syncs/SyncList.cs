namespace Contracts.Syncs;

/// <summary>The answer to ListSyncs.</summary>
public sealed record SyncList(IReadOnlyList<SyncDetails> Items, string? NextCursor);
