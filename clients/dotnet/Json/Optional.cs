using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Client;

/// <summary>
/// A field of a change: what is not given stays as it is, and null clears it. A value is one by itself:
/// <c>new EventChange { Description = null }</c> clears the description and touches nothing else.
/// </summary>
public readonly record struct Optional<T> : IOptional
{
    public Optional(T value)
    {
        Value = value;
        IsGiven = true;
    }

    public T Value { get; }

    public bool IsGiven { get; }

    public static implicit operator Optional<T>(T value) => new(value);
}

internal interface IOptional
{
    bool IsGiven { get; }
}

internal sealed class OptionalConverter<T> : JsonConverter<Optional<T>>
{
    public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<T>(ref reader, options)!);

    public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, options);
}

internal sealed class OptionalConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OptionalConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}
