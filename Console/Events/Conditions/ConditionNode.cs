using System.Globalization;

namespace OperatorsConsole.Events.Conditions;

public enum NodeKind
{
    All,
    Any,
    Not,
    Leaf,
}

/// <summary>A node of a condition while somebody builds it.</summary>
public sealed class ConditionNode
{
    /// <summary>A leaf is a level.</summary>
    public const int Deepest = 5;

    /// <summary>No separators of thousands: "49,5" would be 495.</summary>
    private const NumberStyles Digits = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public NodeKind Kind { get; set; } = NodeKind.Leaf;

    public List<ConditionNode> Parts { get; } = [];

    public string Fact { get; set; } = "";

    public Measurement Measure { get; set; } = Measurement.Count;

    public string Field { get; set; } = "";

    public Comparison Op { get; set; } = Comparison.AtLeast;

    public string Value { get; set; } = "1";

    public List<WhereLine> Where { get; } = [];

    public static ConditionNode Of(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var node = new ConditionNode
        {
            Kind = condition switch { { All: not null } => NodeKind.All, { Any: not null } => NodeKind.Any, { Not: not null } => NodeKind.Not, _ => NodeKind.Leaf },
            Fact = condition.Fact ?? "",
            Measure = condition.Measure ?? Measurement.Count,
            Field = condition.Field ?? "",
            Op = condition.Op ?? Comparison.AtLeast,
            Value = condition.Value?.ToString(CultureInfo.InvariantCulture) ?? "1",
        };
        IEnumerable<Condition> parts = condition.Not is { } not ? [not] : condition.All ?? condition.Any ?? [];
        node.Parts.AddRange(parts.Select(Of));
        node.Where.AddRange((condition.Where ?? new Dictionary<string, DataValue>()).Select(pair => new WhereLine { Name = pair.Key, Value = pair.Value.ToString(), IsNumber = pair.Value.Number is not null }));
        return node;
    }

    /// <summary>As the API takes it; what is no number is left to its judgement as none.</summary>
    public Condition ToCondition() => Kind switch
    {
        NodeKind.All => new Condition { All = [.. Parts.Select(part => part.ToCondition())] },
        NodeKind.Any => new Condition { Any = [.. Parts.Select(part => part.ToCondition())] },
        NodeKind.Not => new Condition { Not = Parts.FirstOrDefault()?.ToCondition() },
        NodeKind.Leaf => new Condition
        {
            Fact = Fact,
            Measure = Measure,
            Field = Measure == Measurement.Sum ? Field : null,
            Op = Op,
            Value = Number(Value),
            Where = Where.Count == 0 ? null : Where.GroupBy(line => line.Name).ToDictionary(group => group.Key, group => group.Last().ToValue(), StringComparer.Ordinal),
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What would not be sent as it stands there, in its and all its parts' lines.</summary>
    public IEnumerable<string> Faults()
    {
        if (Kind != NodeKind.Leaf)
        {
            return Parts.SelectMany(part => part.Faults());
        }

        return
        [
            .. Number(Value) is null ? [$"“{Value}” is no number; a decimal point is a point, and nothing stands between thousands."] : Array.Empty<string>(),
            .. Where.Where(line => line.IsNumber && Number(line.Value) is null).Select(line => $"“{line.Value}” of {line.Name} is no number."),
            .. Where.GroupBy(line => line.Name).Where(group => group.Count() > 1).Select(group => $"“{group.Key}” stands in {group.Count()} lines: it has one value."),
        ];
    }

    /// <summary>
    /// Nothing that was built is lost: a thing is the first part of the group that it becomes; a group that becomes a thing is its first
    /// thing, and has the other parts when it is a group again; what not denies, when there are several parts, is the group that they were.
    /// </summary>
    public void Become(NodeKind kind)
    {
        var before = Kind;
        Kind = kind;
        if (kind == NodeKind.Leaf && before != NodeKind.Leaf && Parts.Find(part => part.Kind == NodeKind.Leaf) is { } thing)
        {
            Parts.Remove(thing);
            TakeOver(thing);
        }
        else if (kind != NodeKind.Leaf && before == NodeKind.Leaf && (Parts.Count == 0 || Fact.Length > 0))
        {
            var own = new ConditionNode();
            own.TakeOver(this);
            Parts.Insert(0, own);
        }

        if (kind == NodeKind.Not && Parts.Count > 1)
        {
            var group = new ConditionNode { Kind = before == NodeKind.Any ? NodeKind.Any : NodeKind.All };
            group.Parts.AddRange(Parts);
            Parts.Clear();
            Parts.Add(group);
        }
    }

    private void TakeOver(ConditionNode thing)
    {
        (Fact, Measure, Field, Op, Value) = (thing.Fact, thing.Measure, thing.Field, thing.Op, thing.Value);
        var lines = thing.Where.ToList();
        Where.Clear();
        Where.AddRange(lines.Select(line => new WhereLine { Name = line.Name, Value = line.Value, IsNumber = line.IsNumber }));
    }

    internal static decimal? Number(string text) => decimal.TryParse(text.Trim(), Digits, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Only activities whose data have this value count.</summary>
public sealed class WhereLine
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";

    public bool IsNumber { get; set; }

    public DataValue ToValue() => IsNumber && ConditionNode.Number(Value) is { } number ? number : Value;
}
