using System.Text.Json;
using Messages;

namespace Contracts.Events;

/// <summary>A condition's node as it was judged: Met on every node, Actual (what was counted) on every leaf.</summary>
public sealed record EvaluatedCondition(
    IReadOnlyList<EvaluatedCondition>? All,
    IReadOnlyList<EvaluatedCondition>? Any,
    EvaluatedCondition? Not,
    string? Fact,
    Measurement? Measure,
    string? Field,
    IReadOnlyDictionary<string, JsonElement>? Where,
    Comparison? Op,
    decimal? Value,
    bool Met,
    decimal? Actual) : Extensible;
