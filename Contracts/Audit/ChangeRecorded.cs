using System.Diagnostics;
using System.Text.Json;

namespace Contracts.Audit;

/// <summary>Raised by a document with a change that is audited; EventService appends it to the audit log, once for each SourceId.
/// Actor as <see cref="Contracts.Actor"/> says; Before and After hold what changed, without codes, secrets and addresses.</summary>
public sealed record ChangeRecorded(
    Guid SourceId,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    IReadOnlyDictionary<string, JsonElement>? Before,
    IReadOnlyDictionary<string, JsonElement>? After,
    string? TraceId)
{
    /// <summary>
    /// The trace of the request that is being served, as its answer names it; null when there is none. A change that
    /// another process may finish keeps it.
    /// </summary>
    public static string? CurrentTraceId => Activity.Current?.TraceId.ToString();

    /// <summary>The entry of a change that happens now, for the document to raise: it is stored with the change, or not at all.</summary>
    public static ChangeRecorded Of(
        DateTimeOffset at,
        string actor,
        string action,
        string target,
        IReadOnlyDictionary<string, JsonElement>? before,
        IReadOnlyDictionary<string, JsonElement>? after,
        string? traceId = null) =>
        new(Guid.CreateVersion7(at), at, actor, action, target, before, after, traceId ?? CurrentTraceId);
}
