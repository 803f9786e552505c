using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Client;

/// <summary>A text or a number, of an activity's data or a condition's <c>where</c>. Either is one by itself: <c>["stage"] = "3"</c>.</summary>
[JsonConverter(typeof(DataValueConverter))]
public readonly record struct DataValue
{
    private DataValue(string? text, decimal? number) => (Text, Number) = (text, number);

    /// <summary>Null for a number.</summary>
    public string? Text { get; }

    /// <summary>Null for a text.</summary>
    public decimal? Number { get; }

    public static implicit operator DataValue(string text) => new(text, null);

    public static implicit operator DataValue(decimal number) => new(null, number);

    public static implicit operator DataValue(long number) => new(null, number);

    public override string ToString() => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

internal sealed class DataValueConverter : JsonConverter<DataValue>
{
    public override DataValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetDecimal() : reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, DataValue value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
