using System.Text.Json;

namespace Contracts.Audit;

/// <summary>Who changed what, when. Before is null for what is new, After for what is gone.</summary>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    IReadOnlyDictionary<string, JsonElement>? Before,
    IReadOnlyDictionary<string, JsonElement>? After,
    string? TraceId);
