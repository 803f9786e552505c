using System.Text.Json;

namespace OperatorsConsole.Connections;

public enum SchemaFieldKind
{
    Text,
    Address,
    Choice,
    Number,
    Truth,

    /// <summary>What has no field of its own is written as JSON.</summary>
    Json,
}

/// <summary>A field that a platform's JSON schema asks for.</summary>
/// <param name="Choices">Of a Choice.</param>
public sealed record SchemaField(string Name, string Title, string? Description, SchemaFieldKind Kind, bool IsRequired, int? Least, int? Most, IReadOnlyList<string> Choices);

/// <summary>What somebody fills into the fields that a schema asks for. Whether it is right, the API says.</summary>
public sealed class SchemaInput
{
    private readonly Dictionary<string, string> texts = [];
    private readonly Dictionary<string, JsonElement> rest;

    private SchemaInput(IReadOnlyList<SchemaField> fields, Dictionary<string, JsonElement> rest) => (Fields, this.rest) = (fields, rest);

    public IReadOnlyList<SchemaField> Fields { get; }

    public string this[SchemaField field]
    {
        get => texts.GetValueOrDefault(field.Name, "");
        set => texts[field.Name] = value;
    }

    /// <param name="given">What is to be changed. What the schema does not name stays as it is.</param>
    public static SchemaInput Of(JsonElement schema, IReadOnlyDictionary<string, JsonElement>? given = null)
    {
        var required = Texts(schema, "required");
        var fields = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => FieldOf(property, required.Contains(property.Name))).ToList()
            : [];
        var known = given ?? new Dictionary<string, JsonElement>();
        var input = new SchemaInput(fields, known.Where(pair => fields.TrueForAll(field => field.Name != pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value));
        foreach (var field in fields.Where(field => known.ContainsKey(field.Name)))
        {
            input[field] = known[field.Name] is { ValueKind: JsonValueKind.String } text ? text.GetString()! : known[field.Name].GetRawText();
        }

        return input;
    }

    /// <summary>As JSON. A field that was left empty is left out.</summary>
    public IReadOnlyDictionary<string, JsonElement> Read()
    {
        var read = new Dictionary<string, JsonElement>(rest);
        foreach (var field in Fields.Where(field => this[field].Length > 0))
        {
            read[field.Name] = ElementOf(field.Kind, this[field]);
        }

        return read;
    }

    private static SchemaField FieldOf(JsonProperty property, bool isRequired)
    {
        var choices = Texts(property.Value, "enum");
        return new SchemaField(
            property.Name, Text(property.Value, "title") ?? property.Name, Text(property.Value, "description"), KindOf(property.Value, choices), isRequired,
            Number(property.Value, "minLength"), Number(property.Value, "maxLength"), choices);
    }

    private static SchemaFieldKind KindOf(JsonElement schema, List<string> choices) => (Text(schema, "type"), Text(schema, "format")) switch
    {
        ("string" or null, _) when choices.Count > 0 => SchemaFieldKind.Choice,
        ("string", "uri") => SchemaFieldKind.Address,
        ("string", _) => SchemaFieldKind.Text,
        ("number" or "integer", _) => SchemaFieldKind.Number,
        ("boolean", _) => SchemaFieldKind.Truth,
        _ => SchemaFieldKind.Json,
    };

    private static JsonElement ElementOf(SchemaFieldKind kind, string text) => kind switch
    {
        SchemaFieldKind.Text or SchemaFieldKind.Address or SchemaFieldKind.Choice => JsonSerializer.SerializeToElement(text),
        SchemaFieldKind.Number or SchemaFieldKind.Truth or SchemaFieldKind.Json => Parse(text) ?? JsonSerializer.SerializeToElement(text),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Null for what is no JSON.</summary>
    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            // The API says so, of the text as it was given.
            return null;
        }
    }

    private static string? Text(JsonElement schema, string name) => schema.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static int? Number(JsonElement schema, string name) => schema.TryGetProperty(name, out var number) && number.TryGetInt32(out var value) ? value : null;

    private static List<string> Texts(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : [];
}
