namespace Contracts.Audit;

/// <summary>An entry as the log keeps it: Before and After are the JSON texts that its hash covers.</summary>
public sealed record AuditRecord(
    long Sequence,
    Guid SourceId,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    string? Before,
    string? After,
    string? TraceId,
    string PreviousHash,
    string Hash);
