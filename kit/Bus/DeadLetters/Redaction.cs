using System.Buffers;
using System.Text.Json;

namespace Bus.DeadLetters;

/// <summary>A message as those may see it who keep the platform running: without what opens something, or is sealed, or is an address.</summary>
internal static class Redaction
{
    public const string LeftOut = "(left out)";

    /// <summary>
    /// Parts of names, of what messages hold: newPassword, sealedSecret, mfaToken, credentials, sealedAddress, otpauthUri, keyHash, couponCode, and
    /// what settings and data of one's own may hold besides. Too much is left out rather than too little: an activity's key is.
    /// </summary>
    private static readonly string[] Secret = ["password", "secret", "token", "credential", "authorization", "sealed", "otpauth", "email", "key", "code"];

    /// <summary>Why something failed is told by a code, too, and is a word of ours: OUT_OF_STOCK.</summary>
    private static readonly string[] Reasons = ["code", "reasonCode"];

    /// <returns>Null when more bytes are left than <paramref name="most"/>.</returns>
    public static JsonElement? Of(JsonElement message, int most)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, message);
        }

        return bytes.WrittenCount > most ? null : JsonElement.Parse(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (IsSecret(property.Name, property.Value))
                    {
                        writer.WriteStringValue(LeftOut);
                    }
                    else
                    {
                        Write(writer, property.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>What is only true, false or not there says nothing.</summary>
    private static bool IsSecret(string name, JsonElement value) =>
        value.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
        && Secret.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        && !(Reasons.Contains(name, StringComparer.OrdinalIgnoreCase) && IsWord(value));

    private static bool IsWord(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && text.Contains('_', StringComparison.Ordinal)
        && text.All(letter => letter == '_' || char.IsAsciiLetterUpper(letter));
}
