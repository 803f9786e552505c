using System.Diagnostics;
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
        return Node(condition, Compare(actual, condition.Op, condition.Value ?? 0)) with { Actual = actual.ToDecimal() };
    }

    private static ExactSum Measure(Measurement? measure, Tally tally) => measure switch
    {
        Measurement.Count => tally.Count,
        Measurement.Sum => tally.Sum,
        Measurement.DistinctDays => tally.Days.Count,
        Measurement.StreakDays => tally.LongestStreak(),
        null => throw new InvalidOperationException("A stored leaf has no measure."),
        _ => throw new UnreachableException(),
    };

    private static bool Compare(ExactSum actual, Comparison? op, ExactSum value) => op switch
    {
        Comparison.AtLeast => actual >= value,
        Comparison.MoreThan => actual > value,
        Comparison.Exactly => actual == value,
        Comparison.AtMost => actual <= value,
        Comparison.LessThan => actual < value,
        null => throw new InvalidOperationException("A stored leaf has no operator."),
        _ => throw new UnreachableException(),
    };

    private static EvaluatedCondition Node(Condition condition, bool met) => new(
        null, null, null, condition.Fact, condition.Measure, condition.Field, condition.Where, condition.Op, condition.Value, met, null);
}
