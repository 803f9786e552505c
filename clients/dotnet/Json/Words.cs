using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Client;

/// <summary>The words of an enum as the API writes them. One that a newer platform has is <c>Unknown</c>, the first member of each.</summary>
internal static class Words<T> where T : struct, Enum
{
    private static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().Where(value => !value.Equals(default(T))).ToDictionary(value => value, WordOf);

    private static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(word => word.Value, word => word.Key, StringComparer.Ordinal);

    public static T Parse(string? word) => word is not null && ByWord.TryGetValue(word, out var value) ? value : default;

    public static string Of(T value) => ByValue.TryGetValue(value, out var word) ? word : throw new ArgumentOutOfRangeException(nameof(value), value, $"is no {typeof(T).Name} that can be sent.");

    private static string WordOf(T value) =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}

internal sealed class WordsConverter<T> : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Words<T>.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Words<T>.Of(value));
}

internal sealed class WordsConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert.Assembly == typeof(WordsConverters).Assembly;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(WordsConverter<>).MakeGenericType(typeToConvert))!;
}
