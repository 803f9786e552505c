namespace Contracts.Audit;

/// <summary>The answer to GetAuditRecords.</summary>
public sealed record AuditRecordList(IReadOnlyList<AuditRecord> Items);
