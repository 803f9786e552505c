using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Gateway.Events;

/// <summary>The versions that a caller names in If-Match or If-None-Match: one ETag of GET or a list, weak or strong; * for any.</summary>
internal sealed record EventTags(bool Any, IReadOnlyList<int> Versions)
{
    /// <summary>Nothing is asked for.</summary>
    private static readonly EventTags None = new(Any: true, []);

    /// <summary>Null when the header is malformed. An ETag that no version ever had is none of the versions.</summary>
    public static EventTags? Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return None;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([header], out var tags))
        {
            return null;
        }

        var versions = tags.Select(tag => int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0);
        return new EventTags(tags.Contains(EntityTagHeaderValue.Any), [.. versions.Where(version => version > 0)]);
    }

    public bool Name(int version) => Any || Versions.Contains(version);
}
