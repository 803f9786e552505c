using System.Globalization;
using System.Text.RegularExpressions;

namespace Http.Validation;

/// <summary>
/// Times as the API takes them: ISO 8601 with an offset or Z. Other platforms print nanoseconds and finer: what a time here has
/// no place for is cut off, and not rounded, which could be in the future.
/// </summary>
public static partial class Instants
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text is null ? null : Finer().Replace(text, ""),
        Formats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time);

    /// <summary>The digits behind the last that counts.</summary>
    [GeneratedRegex(@"(?<=:[0-9]{2}[.][0-9]{7})[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Finer();
}
