using System.Globalization;
using System.Text.Json;

namespace EventService.Activities;

/// <summary>The values of an activity's data, as conditions see them.</summary>
internal static class ActivityValues
{
    /// <summary>More places than any amount has, few enough that sums stay exact in whatever order they are made.</summary>
    private const int Places = 9;

    /// <summary>Equal for equal values, 3 and 3.0 included; a text never equals a number. Null for what is neither.</summary>
    public static string? Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{value.GetString()}",
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("G29", CultureInfo.InvariantCulture),
        _ => null,
    };

    public static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? Math.Round(number, Places) : null;

    public static decimal? Number(this ActivityDocument activity, string? field) =>
        field is not null && activity.Data is { } data && data.TryGetValue(field, out var value) ? Number(value) : null;

    public static bool Has(this ActivityDocument activity, IReadOnlyDictionary<string, JsonElement>? where) =>
        where is null || where.All(entry =>
            activity.Data is { } data
            && data.TryGetValue(entry.Key, out var value)
            && Canonical(value) is { } text
            && text == Canonical(entry.Value));
}
