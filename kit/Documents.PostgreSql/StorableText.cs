using System.Text;

namespace Documents.PostgreSql;

/// <summary>
/// The server's text holds no NUL character. Ids, field values and what is compared with them have U+2400 in its place;
/// a body that contains one is kept byte for byte beside the copy that columns are filled from later.
/// </summary>
internal static class StorableText
{
    private const char Substitute = '␀';

    public static string From(string text)
    {
        var storable = text.Contains('\0') ? text.Replace('\0', Substitute) : text;
        return storable.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? WithoutLoneSurrogates(storable) : storable;
    }

    /// <summary>The body when it holds no NUL, otherwise a copy with the substitute.</summary>
    public static byte[] FromJson(byte[] body)
    {
        var escape = "\\u0000"u8;
        var storable = body;
        for (var at = body.AsSpan().IndexOf(escape); at >= 0; at = Next(body, at + 1))
        {
            if (IsEscape(body, at))
            {
                storable = ReferenceEquals(storable, body) ? [.. body] : storable;
                "\\u2400"u8.CopyTo(storable.AsSpan(at));
            }
        }

        return storable;
    }

    private static int Next(byte[] body, int from)
    {
        var next = body.AsSpan(from).IndexOf("\\u0000"u8);
        return next < 0 ? next : next + from;
    }

    /// <summary>An escaped backslash before "u0000" is text about NUL, not NUL.</summary>
    private static bool IsEscape(byte[] body, int at)
    {
        var backslashes = 0;
        while (at - backslashes > 0 && body[at - backslashes - 1] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 0;
    }

    /// <summary>As the serializer writes them into a body: U+FFFD.</summary>
    private static string WithoutLoneSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
