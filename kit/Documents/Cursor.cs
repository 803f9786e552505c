using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Documents;

/// <summary>The position behind a document in the order of a query: the ordering field's text and the id.</summary>
public sealed record Cursor(string OrderValue, string Id)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new[] { OrderValue, Id }));

    /// <summary>As <see cref="TryParse"/>; throws <see cref="FormatException"/> for a text that is no cursor.</summary>
    public static Cursor? Parse(string? text) =>
        TryParse(text, out var cursor) ? cursor : throw new FormatException("Not a cursor that a page returned.");

    /// <summary>False when the text is not one that <see cref="ToString"/> made. Null parses to null: the first page.</summary>
    public static bool TryParse(string? text, out Cursor? cursor)
    {
        cursor = null;
        if (text is null)
        {
            return true;
        }

        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text));
            cursor = parts is [{ } order, { } id] ? new Cursor(order, id) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            return false;
        }

        return cursor is not null;
    }
}
