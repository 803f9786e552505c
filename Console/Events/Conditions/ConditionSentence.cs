using OperatorsConsole.Shell;

namespace OperatorsConsole.Events.Conditions;

/// <summary>A condition as a person says it. Every part of it is said, so that two that differ are two sentences.</summary>
public static class ConditionSentence
{
    public const string Everyone = "Everyone is eligible.";

    public static string Of(Condition? condition) => condition is null ? Everyone : $"Eligible is who {Part(condition)}.";

    /// <summary>Without the frame of a sentence.</summary>
    public static string Part(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return condition switch
        {
            { All: { } all } => Joined(all, "and"),
            { Any: { } any } => Joined(any, "or"),
            { Not: { } not } => $"not: {Inner(not)}",
            _ => Leaf(condition.Fact, condition.Measure, condition.Field, condition.Where, condition.Op, condition.Value),
        };
    }

    public static string Leaf(string? fact, Measurement? measure, string? field, IReadOnlyDictionary<string, DataValue>? where, Comparison? op, decimal? value)
    {
        var what = Activity(fact, where);
        var number = value is { } given ? $"{Than(op)} {Figure.Exact(given)}" : "…";
        return measure switch
        {
            Measurement.Sum => $"has a sum of “{field ?? "…"}” over {what} of {number}",
            Measurement.DistinctDays => $"did {what} on {number} {Count(value, "day")}",
            Measurement.StreakDays => $"did {what} on {number} {Count(value, "day")} in a row",
            Measurement.Count => $"did {what} {number} {Count(value, "time")}",
            Measurement.Unknown or null => $"did something with {what} that this console does not know",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>What counts.</summary>
    public static string Activity(string? fact, IReadOnlyDictionary<string, DataValue>? where) => $"“{fact ?? "…"}”{Only(where)}";

    private static string Count(decimal? value, string word) => value == 1 ? word : $"{word}s";

    private static string Joined(IReadOnlyList<Condition> parts, string word) =>
        parts.Count == 0 ? "…" : string.Join($" {word} ", parts.Select(Inner));

    private static string Inner(Condition condition) => condition is { All: null, Any: null, Not: null } ? Part(condition) : $"({Part(condition)})";

    private static string Only(IReadOnlyDictionary<string, DataValue>? where) =>
        where is { Count: > 0 } ? $" with {string.Join(" and ", where.Select(pair => $"{pair.Key} = {(pair.Value.Text is { } text ? $"“{text}”" : pair.Value.ToString())}"))}" : "";

    private static string Than(Comparison? op) => op switch
    {
        Comparison.AtLeast => "at least",
        Comparison.MoreThan => "more than",
        Comparison.Exactly => "exactly",
        Comparison.AtMost => "at most",
        Comparison.LessThan => "less than",
        Comparison.Unknown or null => "…",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
