using System.Text.Json;
using System.Text.Json.Serialization;
using Messages;

namespace Contracts.Events;

/// <summary>A node of a condition tree: exactly one of All, Any, Not, or a leaf with Fact, Measure, Op and Value.</summary>
public sealed record Condition(
    IReadOnlyList<Condition>? All = null,
    IReadOnlyList<Condition>? Any = null,
    Condition? Not = null,
    string? Fact = null,
    Measurement? Measure = null,
    string? Field = null,
    IReadOnlyDictionary<string, JsonElement>? Where = null,
    Comparison? Op = null,
    decimal? Value = null) : Extensible
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>The condition is only of use when no fault is found; each is told with its path, such as <c>condition.all[1].measure</c>.</summary>
    public static Condition Read(JsonElement json, FieldFaults faults) => ConditionReader.Read(json, faults);

    public void Check(FieldFaults faults) => Read(JsonSerializer.SerializeToElement(this, Json), faults);

    /// <summary>The same tree: what is in lists counts, not which lists.</summary>
    public bool Equals(Condition? other) => other is not null && Text() == other.Text();

    public override int GetHashCode() => Text().GetHashCode(StringComparison.Ordinal);

    private string Text() => JsonSerializer.Serialize(this, Json);
}
