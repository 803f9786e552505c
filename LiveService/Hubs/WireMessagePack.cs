using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace LiveService.Hubs;

/// <summary>A <see cref="Wire"/> in MessagePack: the same names and values. Binary is base64 then.</summary>
internal sealed class WireMessagePack : IMessagePackFormatter<Wire?>
{
    public static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create([new WireMessagePack()], [StandardResolver.Instance]))
        .WithSecurity(MessagePackSecurity.UntrustedData);

    public void Serialize(ref MessagePackWriter writer, Wire? value, MessagePackSerializerOptions options) =>
        writer.WriteRaw(MessagePackSerializer.ConvertFromJson(value?.Json ?? "null", MessagePackSerializerOptions.Standard));

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
}
