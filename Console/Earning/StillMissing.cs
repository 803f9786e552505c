using OperatorsConsole.Events.Conditions;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Earning;

/// <summary>What somebody still has to do before he meets a condition, as it is said to him.</summary>
public static class StillMissing
{
    /// <summary>Null when nothing is missing.</summary>
    public static string? Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation is { Eligible: false, Condition: { } condition } ? $"Still missing: {Part(condition)}." : null;
    }

    private static string Part(EvaluatedCondition node) => node switch
    {
        { All: { } all } => Joined([.. all.Where(part => !part.Met)], "and"),
        { Any: { } any } => Joined(any, "or"),
        { Not: { } not } => $"that this does not hold: {Met(not)}",
        _ => Leaf(node),
    };

    private static string Joined(IReadOnlyList<EvaluatedCondition> parts, string word) =>
        string.Join($" {word} ", parts.Select(part => parts.Count > 1 && part is not { All: null, Any: null, Not: null } ? $"({Part(part)})" : Part(part)));

    /// <summary>Of what holds, and should not.</summary>
    private static string Met(EvaluatedCondition node) => node switch
    {
        { All: { } all } => string.Join(" and ", all.Select(Met)),
        { Any: { } any } => string.Join(" or ", any.Where(part => part.Met).Select(Met)),
        { Not: { } not } => $"not: {Met(not)}",
        _ => $"you {ConditionSentence.Leaf(node.Fact, node.Measure, node.Field, node.Where, node.Op, node.Value)}",
    };

    private static string Leaf(EvaluatedCondition leaf)
    {
        var (what, has) = (ConditionSentence.Activity(leaf.Fact, leaf.Where), leaf.Actual ?? 0);
        if (leaf.Op is not { } op || leaf.Value is not { } value || NeededMore(op, value, has, isWhole: leaf.Measure != Measurement.Sum) is not { } more)
        {
            // More of it does not help.
            return $"no more of {what} than this: {ConditionSentence.Leaf(leaf.Fact, leaf.Measure, leaf.Field, leaf.Where, leaf.Op, leaf.Value)}, and you have {Figure.Exact(has)}";
        }

        return leaf.Measure switch
        {
            Measurement.Count => $"{what} {Figure.Exact(more)} more {(more == 1 ? "time" : "times")}",
            Measurement.DistinctDays => $"{what} on {Figure.Exact(more)} more {(more == 1 ? "day" : "days")}",
            Measurement.StreakDays => $"{what} on {Figure.Exact(has + more)} days in a row, of which your longest run has {Figure.Exact(has)}",
            Measurement.Sum => $"{(op == Comparison.MoreThan ? "more than " : "")}{Figure.Exact(more)} more of “{leaf.Field ?? "…"}” over {what}",
            Measurement.Unknown or null => $"something with {what} that this console does not know",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <param name="isWhole">It is counted, so that more than two are three.</param>
    private static decimal? NeededMore(Comparison op, decimal value, decimal has, bool isWhole)
    {
        var needed = isWhole ? decimal.Ceiling(value) : value;
        return op switch
        {
            Comparison.AtLeast or Comparison.Exactly => needed > has ? needed - has : null,
            Comparison.MoreThan => isWhole ? decimal.Floor(value) + 1 - has : value - has,
            Comparison.AtMost or Comparison.LessThan or Comparison.Unknown => null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
