using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Http.Json;

namespace LiveService.Hubs;

/// <summary>What the hub takes and tells, as JSON text: so it has one shape in both protocols, and what a peer sends reaches another as it was.</summary>
[JsonConverter(typeof(WireJson))]
internal sealed record Wire(string Json)
{
    private static readonly JsonSerializerOptions Options = Shapes();

    public static Wire Of<T>(T value) => new(JsonSerializer.Serialize(value, Options));

    private static JsonSerializerOptions Shapes()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        return options;
    }
}

internal sealed class WireJson : JsonConverter<Wire>
{
    /// <summary>null is a value that a peer may be sent.</summary>
    public override bool HandleNull => true;

    /// <summary>Throws for text with half a character in it, too: nothing but JSON has a form for that.</summary>
    public override Wire Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return IsWhole(value.RootElement) ? new Wire(value.RootElement.GetRawText()) : throw new JsonException("The value has half a character.");
    }

    public override void Write(Utf8JsonWriter writer, Wire value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value?.Json ?? "null", skipInputValidation: true);

    private static bool IsWhole(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(member => member.Name is not null && IsWhole(member.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsWhole),
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
                JsonValueKind.Undefined => false,
                _ => throw new UnreachableException(),
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
