using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Messages;

namespace Documents;

/// <summary>The JSON of stored documents: camel case, enums as UPPER_CASE, times in UTC with a fixed width.</summary>
public static class DocumentJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new UtcTimeConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepUnknown } },
    };

    /// <summary>The text by which a value is stored and compared, as in the body; null for null.</summary>
    public static string? TextOf(object? value) =>
        value is null ? null : TextOf(JsonSerializer.SerializeToElement(value, value.GetType(), Options));

    internal static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw new NotSupportedException($"A {value.ValueKind} cannot be an indexed field: its text does not order as its value does."),
    };

    /// <summary>The text of each top-level field of a body, in the order asked for; null when absent.</summary>
    internal static string?[] TextsOf(ReadOnlySpan<byte> body, IReadOnlyList<string> fields)
    {
        var texts = new string?[fields.Count];
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, fields);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
            }
            else
            {
                texts[index] = TextOf(JsonElement.ParseValue(ref reader));
            }
        }

        return texts;
    }

    internal static string FieldName<T>(Expression<Func<T, object?>> field)
    {
        var body = field.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : field.Body;
        return body is MemberExpression { Expression: ParameterExpression } member && IsIndexable(Nullable.GetUnderlyingType(member.Type) ?? member.Type)
            ? JsonNamingPolicy.CamelCase.ConvertName(member.Member.Name)
            : throw new ArgumentException($"Name a property of the document itself, a string, Guid, bool, enum or DateTimeOffset, not '{field.Body}'.", nameof(field));
    }

    /// <summary>A part has what this version does not know only as it is stored, messages in an outbox included: no answer shows it.</summary>
    private static void KeepUnknown(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsAssignableTo(typeof(Extensible)))
        {
            return;
        }

        var unknown = type.CreateJsonPropertyInfo(typeof(Dictionary<string, JsonElement>), "unknown");
        unknown.IsExtensionData = true;
        unknown.Get = part => ((Extensible)part).Unknown;
        unknown.Set = (part, fields) => ((Extensible)part).Unknown = (Dictionary<string, JsonElement>?)fields;
        type.Properties.Add(unknown);
    }

    /// <summary>Judged where a schema is declared: in a batch, a field without a text would fail the writes of others too.</summary>
    private static bool IsIndexable(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(Guid) || type == typeof(bool) || type == typeof(DateTimeOffset);

    private static int IndexOf(ref Utf8JsonReader reader, IReadOnlyList<string> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (reader.ValueTextEquals(fields[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
    }
}
