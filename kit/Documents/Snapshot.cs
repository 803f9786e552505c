using System.Text.Json;

namespace Documents;

/// <summary>What an audit entry shows of a document: the fields by their camel-case names. Absent is null.</summary>
public static class Snapshot
{
    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    public static IReadOnlyDictionary<string, JsonElement> Of<T>(T fields) where T : notnull =>
        JsonSerializer.SerializeToElement(fields, fields.GetType(), DocumentJson.Options)
            .EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    /// <summary>The fields that differ, as they were and as they are.</summary>
    public static (IReadOnlyDictionary<string, JsonElement> Before, IReadOnlyDictionary<string, JsonElement> After) Difference(
        IReadOnlyDictionary<string, JsonElement> before, IReadOnlyDictionary<string, JsonElement> after)
    {
        var changed = before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(name => !JsonElement.DeepEquals(before.GetValueOrDefault(name, Null), after.GetValueOrDefault(name, Null)))
            .ToList();
        return (Take(before), Take(after));

        Dictionary<string, JsonElement> Take(IReadOnlyDictionary<string, JsonElement> side) =>
            changed.ToDictionary(name => name, name => side.GetValueOrDefault(name, Null), StringComparer.Ordinal);
    }
}
