using System.Runtime.Serialization;

namespace Messaging.Client;

/// <summary>Who is eligible, by what they did in the event's period: a tree of all, any and not over leaves that count activities.</summary>
public sealed record Condition
{
    /// <summary>Every one of them holds.</summary>
    public IReadOnlyList<Condition>? All { get; init; }

    /// <summary>One of them holds.</summary>
    public IReadOnlyList<Condition>? Any { get; init; }

    public Condition? Not { get; init; }

    /// <summary>Of a leaf: the type of the activities that count.</summary>
    public string? Fact { get; init; }

    public Measurement? Measure { get; init; }

    /// <summary>With SUM: the number of an activity's data that is added up.</summary>
    public string? Field { get; init; }

    /// <summary>Only activities whose data have these values count.</summary>
    public IReadOnlyDictionary<string, DataValue>? Where { get; init; }

    public Comparison? Op { get; init; }

    public decimal? Value { get; init; }

    public static Condition AllOf(params Condition[] conditions) => new() { All = conditions };

    public static Condition AnyOf(params Condition[] conditions) => new() { Any = conditions };

    public static Condition NoneOf(Condition condition) => new() { Not = condition };

    /// <summary>How many activities there are.</summary>
    public static Condition Count(string fact, Comparison op, decimal value) => Leaf(fact, Measurement.Count, op, value);

    /// <summary>What the numbers in a field of theirs come to.</summary>
    public static Condition Sum(string fact, string field, Comparison op, decimal value) => Leaf(fact, Measurement.Sum, op, value) with { Field = field };

    /// <summary>On how many days there is one.</summary>
    public static Condition DistinctDays(string fact, Comparison op, decimal value) => Leaf(fact, Measurement.DistinctDays, op, value);

    /// <summary>The longest run of consecutive days with one.</summary>
    public static Condition StreakDays(string fact, Comparison op, decimal value) => Leaf(fact, Measurement.StreakDays, op, value);

    private static Condition Leaf(string fact, Measurement measure, Comparison op, decimal value) => new() { Fact = fact, Measure = measure, Op = op, Value = value };
}

/// <summary>What a leaf of a condition counts in its activities.</summary>
public enum Measurement
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Count,
    Sum,
    DistinctDays,
    StreakDays,
}

/// <summary>How what is counted compares with a leaf's value.</summary>
public enum Comparison
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,

    [EnumMember(Value = ">=")]
    AtLeast,

    [EnumMember(Value = ">")]
    MoreThan,

    [EnumMember(Value = "==")]
    Exactly,

    [EnumMember(Value = "<=")]
    AtMost,

    [EnumMember(Value = "<")]
    LessThan,
}

/// <summary>Whether a user is eligible, and why. Condition: null for an event that has none.</summary>
public sealed record Evaluation(bool Eligible, EvaluatedCondition? Condition);

/// <summary>A condition's node as it was judged: Met on every node, Actual (what was counted) on every leaf.</summary>
public sealed record EvaluatedCondition(
    IReadOnlyList<EvaluatedCondition>? All,
    IReadOnlyList<EvaluatedCondition>? Any,
    EvaluatedCondition? Not,
    string? Fact,
    Measurement? Measure,
    string? Field,
    IReadOnlyDictionary<string, DataValue>? Where,
    Comparison? Op,
    decimal? Value,
    bool Met,
    decimal? Actual);
