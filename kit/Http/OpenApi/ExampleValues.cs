using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>
/// Examples of what is sent and answered, made of one value for each name: of <c>Schema.field</c>, of a field, or of a whole
/// <c>Schema</c>. What has none shows its first word, or a value of its format; what may be left out of a body is left out.
/// </summary>
public sealed class ExampleValues(IReadOnlyDictionary<string, string> json)
{
    private const string MediaType = "application/json";
    private const string Id = "01a22406-2064-75c2-ad59-f78275efc967";
    private const string Time = "2025-06-01T09:30:00Z";

    /// <summary>Schemas that are within themselves end here.</summary>
    private const int MostLevels = 8;

    public void AddTo(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value))
        {
            Set(operation.RequestBody?.Content, isSent: true);
            foreach (var response in operation.Responses?.Where(response => response.Key[0] == '2') ?? [])
            {
                Set(response.Value.Content, isSent: false);
            }
        }
    }

    private void Set(IDictionary<string, OpenApiMediaType>? content, bool isSent)
    {
        if (content?.TryGetValue(MediaType, out var media) == true && media.Schema is { } schema)
        {
            media.Example = Of(schema, null, isSent, 0);
        }
    }

    /// <param name="field">Its name, after that of the schema that it is a field of.</param>
    private JsonNode? Of(IOpenApiSchema schema, (string? Schema, string Name)? field, bool isSent, int level)
    {
        var name = (schema as OpenApiSchemaReference)?.Reference.Id;
        if (Given($"{field?.Schema}.{field?.Name}", out var given) || (name is not null && Given(name, out given)))
        {
            return given;
        }

        if (schema.Enum is [{ } word, ..])
        {
            return word.DeepClone();
        }

        if (field is { } named && Given(named.Name, out given))
        {
            return given;
        }

        if ((schema.OneOf is { Count: > 0 } one ? one : schema.AnyOf) is { Count: > 0 } kinds)
        {
            return Of(kinds.First(kind => kind.Type != JsonSchemaType.Null), null, isSent, level);
        }

        // Of what is derived, the type is that of its base.
        if (schema.Type is null && schema.Properties is { Count: > 0 })
        {
            return Fields(schema, name, isSent, level);
        }

        return level > MostLevels || schema.Type is not { } type || (type.HasFlag(JsonSchemaType.Null) && !isSent) ? null
            : type.HasFlag(JsonSchemaType.Array) ? new JsonArray(Of(schema.Items!, null, isSent, level + 1))
            : type.HasFlag(JsonSchemaType.Object) ? Fields(schema, name, isSent, level)
            : type.HasFlag(JsonSchemaType.Boolean) ? true
            : type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number) ? 1
            : schema.Format switch { "uuid" => Id, "date-time" => Time, _ => "text" };
    }

    private JsonObject Fields(IOpenApiSchema schema, string? name, bool isSent, int level)
    {
        var fields = new JsonObject();
        foreach (var (field, of) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (!isSent || schema.Required?.Contains(field) == true || json.ContainsKey($"{name}.{field}"))
            {
                fields[field] = Of(of, (name, field), isSent, level + 1);
            }
        }

        return fields;
    }

    private bool Given(string name, out JsonNode? value)
    {
        var isGiven = json.TryGetValue(name, out var text);
        value = isGiven ? JsonNode.Parse(text!) : null;
        return isGiven;
    }
}
