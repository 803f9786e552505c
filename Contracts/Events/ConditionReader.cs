using System.Text.Json;
using Texts;

namespace Contracts.Events;

/// <summary>Reads a condition tree and finds what is wrong with it.</summary>
internal sealed class ConditionReader
{
    private const string Root = "condition";
    private const int MaxLevels = 5;
    private const int MaxLeaves = 50;
    private const int MaxWhere = 10;
    private const int MaxText = 100;
    private const int MaxWhereText = 200;

    /// <summary>So many of a node's are named.</summary>
    private const int MaxUnknown = 20;

    private static readonly Dictionary<string, Measurement> Measures = Words<Measurement>();
    private static readonly Dictionary<string, Comparison> Comparisons = Words<Comparison>();
    private static readonly string[] LeafFields = ["fact", "measure", "field", "where", "op", "value"];
    private static readonly string[] NodeFields = ["all", "any", "not"];

    private readonly FieldFaults faults;
    private int leaves;

    private ConditionReader(FieldFaults faults) => this.faults = faults;

    public static Condition Read(JsonElement json, FieldFaults faults)
    {
        var reader = new ConditionReader(faults);
        var condition = new Condition();
        try
        {
            condition = reader.Node(json, Root, 1);
        }
        catch (InvalidOperationException)
        {
            faults.Add(Root, "has a text that is not valid Unicode.");
        }

        faults.AddIf(reader.leaves > MaxLeaves, Root, $"has {reader.leaves} leaves; at most {MaxLeaves} are allowed.");
        return condition;
    }

    private Condition Node(JsonElement json, string path, int level)
    {
        if (level > MaxLevels)
        {
            return Fault(path, $"is nested deeper than {MaxLevels} levels.");
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return Fault(path, "is an object: all, any, not, or a leaf with fact, measure, op and value.");
        }

        // As for other bodies, a field that is null is one that is not there.
        var fields = json.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null).ToDictionary(field => field.Name, field => field.Value);
        foreach (var unknown in fields.Keys.Where(name => !LeafFields.Contains(name) && !NodeFields.Contains(name)).Take(MaxUnknown))
        {
            Fault($"{path}.{unknown}", "is not a known field.");
        }

        var kinds = NodeFields.Where(fields.ContainsKey).ToList();
        var isLeaf = LeafFields.Any(fields.ContainsKey);
        if (kinds.Count + (isLeaf ? 1 : 0) != 1)
        {
            return Fault(path, "must be exactly one of all, any, not, or a leaf with fact, measure, op and value.");
        }

        return kinds switch
        {
            ["all"] => new Condition(All: List(fields["all"], $"{path}.all", level)),
            ["any"] => new Condition(Any: List(fields["any"], $"{path}.any", level)),
            ["not"] => new Condition(Not: Node(fields["not"], $"{path}.not", level + 1)),
            _ => Leaf(fields, path),
        };
    }

    private List<Condition> List(JsonElement json, string path, int level)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is 0 or > MaxLeaves)
        {
            Fault(path, $"must hold 1 to {MaxLeaves} conditions.");
            return [];
        }

        return [.. json.EnumerateArray().Select((node, i) => Node(node, $"{path}[{i}]", level + 1))];
    }

    private Condition Leaf(Dictionary<string, JsonElement> fields, string path)
    {
        leaves++;
        var fact = Text("fact", fact => Characters.Identify(fact, MaxText), $"must be the type of an activity: it {FieldFaults.IdentifierRule(MaxText)}");
        var measure = Word("measure", Measures);
        var op = Word("op", Comparisons);
        string? field = null;
        if (measure == Measurement.Sum)
        {
            field = Text("field", IsName, "must name the number to add up when measure is SUM.");
        }
        else if (fields.ContainsKey("field"))
        {
            Fault($"{path}.field", "is only for the measure SUM.");
        }

        var value = 0m;
        if (!fields.TryGetValue("value", out var number) || !ExactNumber.TryRead(number, out value))
        {
            Fault($"{path}.value", $"must be {ExactNumber.Rule}.");
        }

        return new Condition(Fact: fact is null ? null : Composed.Of(fact), Measure: measure, Field: field, Where: Where(fields, path), Op: op, Value: value);

        T? Word<T>(string name, Dictionary<string, T> words) where T : struct =>
            Text(name, words.ContainsKey, $"must be one of {string.Join(", ", words.Keys)}.") is { } word ? words[word] : null;

        string? Text(string name, Func<string, bool> holds, string fault)
        {
            if (fields.TryGetValue(name, out var json) && json.ValueKind == JsonValueKind.String && json.GetString()! is var text
                && holds(text) && !text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            Fault($"{path}.{name}", fault);
            return null;
        }
    }

    private Dictionary<string, JsonElement>? Where(Dictionary<string, JsonElement> fields, string path)
    {
        if (!fields.TryGetValue("where", out var json))
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() > MaxWhere)
        {
            Fault($"{path}.where", $"must hold at most {MaxWhere} entries, each a name with a text or a number.");
            return null;
        }

        var where = new Dictionary<string, JsonElement>();
        foreach (var entry in json.EnumerateObject())
        {
            where[entry.Name] = entry.Value;
            var holds = IsName(entry.Name) && !entry.Name.Contains('\0', StringComparison.Ordinal) && entry.Value.ValueKind switch
            {
                JsonValueKind.String => entry.Value.GetString() is { } text && Characters.Count(text) <= MaxWhereText && !text.Contains('\0', StringComparison.Ordinal),
                JsonValueKind.Number => ExactNumber.TryRead(entry.Value, out _),
                _ => false,
            };
            if (!holds)
            {
                Fault($"{path}.where.{entry.Name}", $"must have a name of 1 to {MaxText} characters and a text of at most {MaxWhereText} characters or {ExactNumber.Rule} as value.");
            }
        }

        return where;
    }

    private static bool IsName(string text) => text.Length > 0 && Characters.Count(text) <= MaxText;

    private Condition Fault(string path, string fault)
    {
        faults.Add(path, fault);
        return new Condition();
    }

    private static Dictionary<string, T> Words<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => JsonSerializer.SerializeToElement(value, Condition.Json).GetString()!);
}
