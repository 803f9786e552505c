using System.Text.Json;
using System.Text.Json.Nodes;

namespace Documents.Tests;

internal static class TestText
{
    /// <summary>The whole document as text, to compare by. An engine may keep the keys of objects in an order of its own.</summary>
    public static string Of<T>(T document) => Sorted(JsonSerializer.SerializeToNode(document, DocumentJson.Options))!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
