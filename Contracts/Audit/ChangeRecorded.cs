using System.Text.Json;

namespace Contracts.Audit;

/// <summary>Raised by a document with a change that is audited; EventService appends it to the audit log, once for each SourceId.
/// Actor is a user id or "system"; Before and After hold what changed, without codes, secrets and addresses.</summary>
public sealed record ChangeRecorded(
    Guid SourceId,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    IReadOnlyDictionary<string, JsonElement>? Before,
    IReadOnlyDictionary<string, JsonElement>? After,
    string? TraceId);
