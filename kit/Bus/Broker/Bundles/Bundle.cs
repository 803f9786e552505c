using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;

namespace Bus.Broker.Bundles;

/// <summary>One of the messages that travel together.</summary>
internal sealed record BundledMessage(IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body);

/// <summary>
/// Messages that go the same way at the same moment, as one message of the broker: an array of <c>{"id", "correlation", "expiration",
/// "headers", "message"}</c>, so that whoever looks into a queue can read it. Each is unpacked where it arrives, and consumed, retried
/// and kept as a dead letter by itself.
/// </summary>
internal static class Bundle
{
    public const string ContentType = "application/vnd.messaging.bundle+json";

    /// <summary>An envelope of MassTransit: text that is put into the array as it is.</summary>
    private const string EnvelopeType = "application/vnd.masstransit+json";

    /// <summary>What has failed is a dead letter, which stays what it was.</summary>
    private const string FailureReason = "MT-Reason";

    private static readonly JsonWriterOptions AsItIs = new() { SkipValidation = true };

    /// <summary>Deeper than any message that can be read by itself: one must not spoil the others.</summary>
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 100_000 };

    public static bool Is(IReadOnlyBasicProperties properties) => properties.ContentType == ContentType;

    /// <summary>Whether nothing of the message would be lost in a bundle, and nothing of the others by it.</summary>
    public static bool Takes(IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body) =>
        properties.ContentType == EnvelopeType
        && !properties.IsReplyToPresent()
        && !properties.IsPriorityPresent()
        && !properties.IsTypePresent()
        && !properties.IsUserIdPresent()
        && !properties.IsAppIdPresent()
        && !properties.IsClusterIdPresent()
        && !properties.IsTimestampPresent()
        && !properties.IsContentEncodingPresent()
        && (properties.Headers is null
            || (!properties.Headers.ContainsKey(FailureReason) && properties.Headers.Values.All(value => value is string or int or long or bool or null)))
        && IsJson(body);

    /// <param name="messages">Those that <see cref="Takes"/> takes, of one delivery mode.</param>
    public static (BasicProperties Properties, byte[] Body) Pack(IReadOnlyList<BundledMessage> messages)
    {
        var body = new ArrayBufferWriter<byte>(messages.Sum(message => message.Body.Length + 300));
        using (var json = new Utf8JsonWriter(body, AsItIs))
        {
            json.WriteStartArray();
            foreach (var message in messages)
            {
                Write(json, message);
            }

            json.WriteEndArray();
        }

        return (
            new BasicProperties
            {
                ContentType = ContentType,
                DeliveryMode = messages[0].Properties.DeliveryMode,
                Expiration = LongestOf(messages),
            },
            body.WrittenSpan.ToArray());
    }

    /// <summary>Null of what is no bundle. The bodies are parts of the given one.</summary>
    public static IReadOnlyList<BundledMessage>? Unpack(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        try
        {
            var messages = new List<BundledMessage>();
            var json = new Utf8JsonReader(body.Span, Deep);
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray)
            {
                return null;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                messages.Add(Read(ref json, properties, body));
            }

            return json.TokenType == JsonTokenType.EndArray && messages.Count > 0 ? messages : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body, Deep);
            json.Read();
            return json.TrySkip() && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, BundledMessage message)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, message.Properties.MessageId);
        if (message.Properties.CorrelationId is { } correlation)
        {
            json.WriteString("correlation"u8, correlation);
        }

        if (message.Properties.Expiration is { } expiration)
        {
            json.WriteString("expiration"u8, expiration);
        }

        if (message.Properties.Headers is { Count: > 0 } headers)
        {
            json.WriteStartObject("headers"u8);
            foreach (var (name, value) in headers)
            {
                json.WritePropertyName(name);
                switch (value)
                {
                    case string text: json.WriteStringValue(text); break;
                    case int number: json.WriteNumberValue(number); break;
                    case long number: json.WriteNumberValue(number); break;
                    case bool flag: json.WriteBooleanValue(flag); break;
                    default: json.WriteNullValue(); break;
                }
            }

            json.WriteEndObject();
        }

        json.WritePropertyName("message"u8);
        json.WriteRawValue(message.Body.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static BundledMessage Read(ref Utf8JsonReader json, IReadOnlyBasicProperties bundle, ReadOnlyMemory<byte> body)
    {
        var properties = new BasicProperties { ContentType = EnvelopeType, DeliveryMode = bundle.DeliveryMode };
        var message = ReadOnlyMemory<byte>.Empty;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("id"u8))
            {
                json.Read();
                properties.MessageId = json.GetString();
            }
            else if (json.ValueTextEquals("correlation"u8))
            {
                json.Read();
                properties.CorrelationId = json.GetString();
            }
            else if (json.ValueTextEquals("expiration"u8))
            {
                json.Read();
                properties.Expiration = json.GetString();
            }
            else if (json.ValueTextEquals("headers"u8))
            {
                json.Read();
                properties.Headers = Headers(ref json);
            }
            else
            {
                json.Read();
                var start = (int)json.TokenStartIndex;
                json.Skip();
                message = body[start..(int)json.BytesConsumed];
            }
        }

        return message.IsEmpty ? throw new FormatException("There is no message.") : new BundledMessage(properties, message);
    }

    private static Dictionary<string, object?> Headers(ref Utf8JsonReader json)
    {
        var headers = new Dictionary<string, object?>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            headers[name] = json.TokenType switch
            {
                JsonTokenType.String => json.GetString(),
                JsonTokenType.Number => json.GetInt64(),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => null,
            };
        }

        return headers;
    }

    /// <summary>By its own time each is judged where it arrives: for the broker the last one that is waited for counts.</summary>
    private static string? LongestOf(IReadOnlyList<BundledMessage> messages)
    {
        var longest = 0L;
        foreach (var message in messages)
        {
            if (!long.TryParse(message.Properties.Expiration, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            {
                return null;
            }

            longest = Math.Max(longest, milliseconds);
        }

        return longest.ToString(CultureInfo.InvariantCulture);
    }
}
