using Documents;

namespace EventService.Audit;

/// <summary>
/// How far the log is known to reach, so that entries missing at its end are missed. It is stored before the first entry
/// and moved after each: it may lag behind the last entry, and never lead.
/// </summary>
internal sealed class AuditHead : Document
{
    public const string OnlyId = "head";

    public static readonly Schema<AuditHead> Schema = new("audit_heads");

    public required long Count { get; set; }

    public required string Hash { get; set; }
}
