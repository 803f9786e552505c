using Texts;

namespace Http.Validation;

/// <summary>Rules of form for the values of filters.</summary>
public static class QueryFilter
{
    private const int LongestText = 300;

    public static void FilterText(this Faults faults, string? value, string field) => faults
        .AddIf(value is not null && Characters.Count(value) > LongestText, field, $"has at most {LongestText} characters.")
        .AddIf(value?.Contains('\0', StringComparison.Ordinal) == true, field, "has no NUL character.");

    public static void FilterId(this Faults faults, string? value, string field) =>
        faults.AddIf(value is not null && !Ids.TryParse(value, out _), field, "is a UUID.");

    public static void FilterFlag(this Faults faults, string? value, string field) =>
        faults.AddIf(value is not (null or "true" or "false"), field, "is true or false.");

    public static Guid? Id(string? value) => Ids.TryParse(value, out var id) ? id : null;

    public static bool? Flag(string? value) => value is null ? null : value == "true";
}
