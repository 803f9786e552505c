using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Events;

/// <summary>The version on which a change builds: the ETag of GET, weak or strong; * for any. A list of them is refused.</summary>
internal static class IfMatch
{
    public const string Header = "If-Match";

    /// <param name="version">Null when any version will do.</param>
    public static bool TryParse(string? header, out int? version, [NotNullWhen(false)] out Problem? problem)
    {
        version = null;
        problem = null;
        if (string.IsNullOrEmpty(header) || header == "*")
        {
            return true;
        }

        var tag = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        if (tag is not ['"', .. var opaque, '"'] || opaque.Contains('"', StringComparison.Ordinal))
        {
            problem = new Problem(
                Codes.ValidationFailed,
                "Send If-Match as the ETag that GET returned, quotes included, or leave it out.",
                new Dictionary<string, string[]> { [Header] = ["is one ETag in quotes, or *."] });
            return false;
        }

        if (int.TryParse(opaque, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            version = number;
            return true;
        }

        // An ETag that no version ever had.
        problem = new Problem(Codes.StaleVersion, "The event is not at that version: read it again.");
        return false;
    }
}
