using System.Diagnostics;
using System.Text.Json;
using Contracts.Audit;
using Persistence;

namespace ServiceDefaults.Audit;

public static class AuditTrail
{
    /// <summary>The actor of what the platform does by itself.</summary>
    public const string System = "system";

    /// <summary>
    /// The trace of the request that is being served, as its answer names it; null when there is none. A change that
    /// another process may finish keeps it.
    /// </summary>
    public static string? TraceId => Activity.Current?.TraceId.ToString();

    /// <summary>Raises the audit entry of a change: it is stored with the change, or not at all.</summary>
    public static void RaiseAudit(
        this Document document,
        DateTimeOffset at,
        string actor,
        string action,
        string target,
        IReadOnlyDictionary<string, JsonElement>? before,
        IReadOnlyDictionary<string, JsonElement>? after,
        string? traceId = null) =>
        document.Raise(new ChangeRecorded(Guid.CreateVersion7(at), at, actor, action, target, before, after, traceId ?? TraceId));
}
