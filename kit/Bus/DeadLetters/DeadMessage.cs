using System.Text.Json;
using Documents;

namespace Bus.DeadLetters;

/// <summary>A dead letter and what is in it.</summary>
/// <param name="Id">The message's; of one that has none, what its body hashes to.</param>
/// <param name="At">When its consumer gave up.</param>
/// <param name="Error">What it said.</param>
/// <param name="Type">The message's name without its namespace; null when it cannot be read.</param>
/// <param name="Message">Without its secrets (<see cref="Redaction"/>); null when it cannot be read, and when it is truncated.</param>
/// <param name="Truncated">The message is too large to be shown.</param>
public sealed record DeadMessage(string Id, DateTimeOffset At, string Error, string? Type, string? CorrelationId, JsonElement? Message, bool Truncated)
{
    private const int MostBytes = 16 * 1024;

    /// <summary>The API writes no deeper JSON than 32 levels, with those around a message.</summary>
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 24 };

    /// <summary>Letters are listed by it: it holds when the letter itself has gone.</summary>
    private Cursor Place => new(At.UtcDateTime.ToString("O"), Id);

    /// <param name="type">As an outbox or the wire calls it: <c>urn:message:Namespace:Outer+Name</c>, with or without what stands before the name.</param>
    internal static DeadMessage Of(string id, DeadLetter letter, string? type, string? correlationId, JsonElement message)
    {
        var isThere = message.ValueKind == JsonValueKind.Object;
        var shown = isThere ? Redaction.Of(message, MostBytes) : null;
        return new DeadMessage(id, letter.At, letter.Error, NameOf(type), correlationId, shown, isThere && shown is null);
    }

    /// <param name="envelope">As MassTransit puts a message on the wire.</param>
    internal static DeadMessage Of(string id, DeadLetter letter, ReadOnlyMemory<byte> envelope)
    {
        try
        {
            using var document = JsonDocument.Parse(envelope, Bounded);
            var root = document.RootElement;
            return Of(id, letter, FirstText(Part(root, "messageType")), Text(Part(root, "correlationId")), Part(root, "message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What cannot be read may be why it is a dead letter.
            return Of(id, letter, null, null, default);
        }
    }

    /// <summary>The oldest first.</summary>
    internal static Page<DeadMessage> PageOf(IEnumerable<DeadMessage> letters, Cursor? after, int size)
    {
        var found = letters
            .Where(letter => after is null || letter.IsBehind(after))
            .OrderBy(letter => letter.Place.OrderValue, StringComparer.Ordinal)
            .ThenBy(letter => letter.Id, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        return found.Count > size ? new Page<DeadMessage>(found.GetRange(0, size), found[size - 1].Place.ToString()) : new Page<DeadMessage>(found, null);
    }

    private bool IsBehind(Cursor other)
    {
        var order = string.CompareOrdinal(Place.OrderValue, other.OrderValue);
        return order > 0 || (order == 0 && string.CompareOrdinal(Id, other.Id) > 0);
    }

    private static string? NameOf(string? type)
    {
        // Of a generic type, its own name.
        var whole = type?.Split('[')[0];
        return whole?[(Math.Max(whole.LastIndexOf(':'), whole.LastIndexOf('+')) + 1)..];
    }

    private static JsonElement Part(JsonElement envelope, string name) => envelope.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? FirstText(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(Text).FirstOrDefault() : null;
}
