namespace Contracts.Granting;

/// <summary>The answer to FindLedgerFaults: the requests of one part, the positive entries of their ledger, and what does not
/// agree (docs/reconciliation.md). Next begins the part behind; null after the last.</summary>
public sealed record LedgerFaults(IReadOnlyList<StatusCount> ByStatus, long Grants, long Missing, long Duplicate, long Orphan, Guid? Next);
