using System.Text.Json;
using Contracts.Events;

namespace Gateway.Events;

/// <summary>The shape of a condition tree: every fault with its path, such as <c>condition.all[1].measure</c>.</summary>
internal static class ConditionRules
{
    public const int MaxLevels = 5;
    public const int MaxLeaves = 50;

    private const int MaxWhere = 10;
    private const int MaxText = 100;

    private static readonly string[] Measures = ["COUNT", "SUM", "DISTINCT_DAYS", "STREAK_DAYS"];
    private static readonly string[] Operators = [">=", ">", "==", "<=", "<"];

    public static IEnumerable<(string Path, string Fault)> Faults(Condition condition, string path = "condition")
    {
        var faults = new List<(string, string)>();
        var leaves = Check(condition, path, 1, faults);
        if (leaves > MaxLeaves)
        {
            faults.Add((path, $"has {leaves} leaves; at most {MaxLeaves} are allowed."));
        }

        return faults;
    }

    private static int Check(Condition node, string path, int level, List<(string Path, string Fault)> faults)
    {
        if (level > MaxLevels)
        {
            faults.Add((path, $"is nested deeper than {MaxLevels} levels."));
            return 0;
        }

        var isLeaf = node.Fact ?? node.Measure ?? node.Field ?? node.Op ?? (object?)node.Where ?? node.Value;
        var kinds = new object?[] { node.All, node.Any, node.Not, isLeaf }.Count(kind => kind is not null);
        if (kinds != 1)
        {
            faults.Add((path, "must be exactly one of all, any, not, or a leaf with fact, measure, op and value."));
            return 0;
        }

        if (node.Not is { } not)
        {
            return Check(not, $"{path}.not", level + 1, faults);
        }

        if ((node.All ?? node.Any) is { } nodes)
        {
            return CheckList(nodes, $"{path}.{(node.All is null ? "any" : "all")}", level, faults);
        }

        CheckLeaf(node, path, faults);
        return 1;
    }

    private static int CheckList(IReadOnlyList<Condition> nodes, string path, int level, List<(string Path, string Fault)> faults)
    {
        if (nodes.Count is 0 or > MaxLeaves)
        {
            faults.Add((path, $"must hold 1 to {MaxLeaves} conditions."));
            return 0;
        }

        var leaves = 0;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is { } node)
            {
                leaves += Check(node, $"{path}[{i}]", level + 1, faults);
            }
            else
            {
                faults.Add(($"{path}[{i}]", "must not be null."));
            }
        }

        return leaves;
    }

    private static void CheckLeaf(Condition leaf, string path, List<(string Path, string Fault)> faults)
    {
        Require(leaf.Fact is { Length: >= 1 and <= MaxText }, "fact", $"must be the type of an activity, 1 to {MaxText} characters.");
        Require(Measures.Contains(leaf.Measure), "measure", $"must be one of {string.Join(", ", Measures)}.");
        Require(Operators.Contains(leaf.Op), "op", $"must be one of {string.Join(", ", Operators)}.");
        Require(leaf.Value is not null, "value", "must be a number.");
        if (leaf.Measure == "SUM")
        {
            Require(leaf.Field is { Length: >= 1 and <= MaxText }, "field", "must name the number to add up when measure is SUM.");
        }
        else
        {
            Require(leaf.Field is null, "field", "is only for the measure SUM.");
        }

        Require(leaf.Where is null or { Count: <= MaxWhere }, "where", $"must hold at most {MaxWhere} entries.");
        foreach (var (name, value) in leaf.Where ?? new Dictionary<string, JsonElement>())
        {
            Require(
                name.Length is >= 1 and <= MaxText && value.ValueKind is JsonValueKind.String or JsonValueKind.Number,
                $"where.{name}",
                $"must have a name of 1 to {MaxText} characters and a text or a number as value.");
        }

        void Require(bool holds, string field, string fault)
        {
            if (!holds)
            {
                faults.Add(($"{path}.{field}", fault));
            }
        }
    }
}
