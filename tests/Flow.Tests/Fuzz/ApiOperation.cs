using System.Text.Json;

namespace Flow.Tests.Fuzz;

/// <summary>One operation of an OpenAPI document.</summary>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Schema">Of its JSON body; null when it takes none.</param>
internal sealed record ApiOperation(string Method, string Path, IReadOnlyList<string> Query, JsonElement? Schema)
{
    public bool Reads => Method == "GET";

    public static IReadOnlyList<ApiOperation> Of(JsonElement document) =>
    [
        .. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => new ApiOperation(
            operation.Name.ToUpperInvariant(),
            path.Name,
            [.. Parameters(operation.Value).Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!)],
            SchemaOf(operation.Value)))),
    ];

    private static List<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    private static JsonElement? SchemaOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
            && json.TryGetProperty("schema", out var schema)
            ? schema
            : null;
}
