using System.Globalization;
using System.Text.Json;

namespace EventService.Activities;

/// <summary>The values of an activity's data, as conditions see them.</summary>
internal static class ActivityValues
{
    /// <summary>Every place that a decimal has, and no exponent.</summary>
    private const string Shortest = "0.############################";

    /// <summary>A text begins with this, a number does not: so stored groups of equal data tell them apart.</summary>
    private const char TextMark = '"';

    /// <summary>Equal for equal values, 3 and 3.0 included. Null for what is neither text nor number.</summary>
    public static string? Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"{TextMark}{value.GetString()}",
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("G29", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether two canonical values are equal: a number is also equal to its shortest decimal text.</summary>
    public static bool Same(string? left, string? right) =>
        left is not null && right is not null && (left == right || (left.StartsWith(TextMark) != right.StartsWith(TextMark) && Text(left) == Text(right)));

    public static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    public static decimal? Number(this ActivityDocument activity, string? field) =>
        field is not null && activity.Data is { } data && data.TryGetValue(field, out var value) ? Number(value) : null;

    public static bool Has(this ActivityDocument activity, IReadOnlyDictionary<string, JsonElement>? where) =>
        where is null || where.All(entry =>
            activity.Data is { } data
            && data.TryGetValue(entry.Key, out var value)
            && Same(Canonical(value), Canonical(entry.Value)));

    private static string Text(string canonical) => canonical.StartsWith(TextMark)
        ? canonical[1..]
        : decimal.Parse(canonical, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(Shortest, CultureInfo.InvariantCulture);
}
