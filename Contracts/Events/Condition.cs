using System.Text.Json;

namespace Contracts.Events;

/// <summary>A node of a condition tree: exactly one of All, Any, Not, or a leaf with Fact, Measure, Op and Value.</summary>
public sealed record Condition(
    IReadOnlyList<Condition>? All = null,
    IReadOnlyList<Condition>? Any = null,
    Condition? Not = null,
    string? Fact = null,
    string? Measure = null,
    string? Field = null,
    IReadOnlyDictionary<string, JsonElement>? Where = null,
    string? Op = null,
    decimal? Value = null);
