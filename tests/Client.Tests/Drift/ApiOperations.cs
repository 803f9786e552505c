using System.Text.Json;

namespace Client.Tests.Drift;

/// <summary>What the platform's own description says there is.</summary>
internal sealed class ApiOperations(JsonElement document)
{
    public IReadOnlyList<ApiOperation> All { get; } =
    [
        .. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value))),
    ];

    /// <summary>The operation that a path is of: literals go before parameters. Null for none.</summary>
    public ApiOperation? Of(string method, string path) => All
        .Where(operation => operation.Method == method && operation.Takes(path.Split('/')))
        .MinBy(operation => operation.Path.Count(letter => letter == '{'));

    public JsonElement Resolved(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? Resolved(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]))
        : schema;

    /// <summary>The fields of a schema, those of its alternatives together: what several have is any of theirs.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields(JsonElement schema)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in Parts(schema))
        {
            foreach (var field in part.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [])
            {
                fields[field.Name] = fields.TryGetValue(field.Name, out var other)
                    ? JsonSerializer.SerializeToElement(new { oneOf = new[] { other, field.Value } })
                    : field.Value;
            }
        }

        return fields;
    }

    public JsonElement? Items(JsonElement schema) =>
        Parts(schema).Select(part => part.TryGetProperty("items", out var items) ? items : (JsonElement?)null).FirstOrDefault(items => items is not null);

    /// <summary>Empty where any text will do.</summary>
    public IReadOnlyList<string> WordsOf(JsonElement schema) =>
        [.. Parts(schema).SelectMany(part => part.TryGetProperty("enum", out var words) ? words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!) : [])];

    private IEnumerable<JsonElement> Parts(JsonElement schema)
    {
        var resolved = Resolved(schema);
        var others = new[] { "oneOf", "anyOf", "allOf" }.SelectMany(kind => resolved.TryGetProperty(kind, out var parts) ? parts.EnumerateArray() : []);
        return [resolved, .. others.SelectMany(Parts)];
    }
}

internal sealed record ApiOperation(string Method, string Path, JsonElement Json)
{
    public string Name => Json.GetProperty("operationId").GetString()!;

    public IReadOnlyList<string> Queries => [.. Parameters("query")];

    public JsonElement? Body => Json.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").GetProperty("application/json").GetProperty("schema") : null;

    /// <summary>Null where a success says nothing, or no JSON.</summary>
    public JsonElement? Success => Json.GetProperty("responses").EnumerateObject()
        .Where(response => response.Name[0] == '2')
        .Select(response => response.Value.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json) ? json.GetProperty("schema") : (JsonElement?)null)
        .FirstOrDefault(schema => schema is not null);

    public IEnumerable<string> Codes => Json.GetProperty("responses").EnumerateObject()
        .Where(response => response.Name[0] is '4' or '5')
        .SelectMany(response => response.Value.GetProperty("description").GetString()!.Split(", "));

    public override string ToString() => $"{Method} {Path}";

    public bool Takes(string[] parts) =>
        Path.Split('/') is var own && own.Length == parts.Length && own.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));

    private IEnumerable<string> Parameters(string place) => Json.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!)
        : [];
}
