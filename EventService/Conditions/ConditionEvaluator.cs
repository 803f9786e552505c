using Contracts.Events;

namespace EventService.Conditions;

/// <summary>Judges a condition by what its leaves' activities add up to. Pure: the same tallies give the same answer.</summary>
internal static class ConditionEvaluator
{
    public static Evaluation Evaluate(Condition? condition, Func<Condition, Tally> tally)
    {
        if (condition is null)
        {
            return new Evaluation(true, null);
        }

        var judged = Judge(condition, tally);
        return new Evaluation(judged.Met, judged);
    }

    /// <summary>The leaves of a condition, which name the activities that count.</summary>
    public static IEnumerable<Condition> Leaves(Condition? condition) => condition switch
    {
        null => [],
        { All: { } all } => all.SelectMany(Leaves),
        { Any: { } any } => any.SelectMany(Leaves),
        { Not: { } not } => Leaves(not),
        _ => [condition],
    };

    private static EvaluatedCondition Judge(Condition condition, Func<Condition, Tally> tally)
    {
        if (condition.All is { } all)
        {
            var nodes = all.Select(node => Judge(node, tally)).ToList();
            return Node(condition, nodes.TrueForAll(node => node.Met)) with { All = nodes };
        }

        if (condition.Any is { } any)
        {
            var nodes = any.Select(node => Judge(node, tally)).ToList();
            return Node(condition, nodes.Exists(node => node.Met)) with { Any = nodes };
        }

        if (condition.Not is { } not)
        {
            var node = Judge(not, tally);
            return Node(condition, !node.Met) with { Not = node };
        }

        var actual = Measure(condition.Measure, tally(condition));
        return Node(condition, Compare(actual, condition.Op, condition.Value ?? 0)) with { Actual = actual };
    }

    private static decimal Measure(string? measure, Tally tally) => measure switch
    {
        "COUNT" => tally.Count,
        "SUM" => tally.Sum,
        "DISTINCT_DAYS" => tally.Days.Count,
        "STREAK_DAYS" => tally.LongestStreak(),
        _ => throw new InvalidOperationException($"A stored condition has the unknown measure '{measure}'."),
    };

    private static bool Compare(decimal actual, string? op, decimal value) => op switch
    {
        ">=" => actual >= value,
        ">" => actual > value,
        "==" => actual == value,
        "<=" => actual <= value,
        "<" => actual < value,
        _ => throw new InvalidOperationException($"A stored condition has the unknown operator '{op}'."),
    };

    private static EvaluatedCondition Node(Condition condition, bool met) => new(
        null, null, null, condition.Fact, condition.Measure, condition.Field, condition.Where, condition.Op, condition.Value, met, null);
}
