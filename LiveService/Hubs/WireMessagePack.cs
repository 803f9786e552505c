using System.Diagnostics;
using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace LiveService.Hubs;

/// <summary>
/// A <see cref="Wire"/> in MessagePack: the same names and values, where a number that is no 64-bit integer is a double, as JavaScript
/// reads it. Binary is base64 then.
/// </summary>
internal sealed class WireMessagePack : IMessagePackFormatter<Wire?>
{
    public static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create([new WireMessagePack()], [StandardResolver.Instance]))
        .WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>A value that was taken stands in another that is told.</summary>
    private static readonly JsonDocumentOptions Deeper = new() { MaxDepth = 128 };

    public void Serialize(ref MessagePackWriter writer, Wire? value, MessagePackSerializerOptions options)
    {
        using var json = JsonDocument.Parse(value?.Json ?? "null", Deeper);
        Write(ref writer, json.RootElement);
    }

    /// <summary>Throws what the protocol takes for a fault of the call, also for what JSON has no words for or nests deeper than it may.</summary>
    public Wire Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        using var text = new StringWriter();
        MessagePackSerializer.ConvertToJson(ref reader, text, options);
        try
        {
            using var read = JsonDocument.Parse(text.ToString());
            return new Wire(text.ToString());
        }
        catch (JsonException e)
        {
            throw new MessagePackSerializationException("The value has no form in JSON.", e);
        }
    }

    private static void Write(ref MessagePackWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteMapHeader(value.GetPropertyCount());
                foreach (var member in value.EnumerateObject())
                {
                    writer.Write(member.Name);
                    Write(ref writer, member.Value);
                }

                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                {
                    Write(ref writer, item);
                }

                break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole):
                writer.Write(whole);
                break;
            case JsonValueKind.Number when value.TryGetUInt64(out var large):
                writer.Write(large);
                break;
            case JsonValueKind.Number:
                writer.Write(value.GetDouble());
                break;
            case JsonValueKind.String:
                writer.Write(value.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Write(value.GetBoolean());
                break;
            case JsonValueKind.Null:
                writer.WriteNil();
                break;
            default:
                throw new UnreachableException();
        }
    }
}
