namespace Contracts.Audit;

/// <summary>The answer to ListAuditEntries.</summary>
public sealed record AuditEntryList(IReadOnlyList<AuditEntry> Items, string? NextCursor);
