using System.Globalization;
using System.Text.Json;
using Contracts;
using Contracts.Events;
using EventService.Conditions;

namespace EventService.Tests.Conditions;

/// <summary>Laws that hold for whatever the leaves count.</summary>
public sealed class The_condition_evaluator
{
    private static readonly Measurement[] Measures = Enum.GetValues<Measurement>();
    private static readonly Comparison[] Operators = Enum.GetValues<Comparison>();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [InlineData("0.30000000000000004", ">=", "0.30000000000000004", true)]
    [InlineData("0.30000000000000004", ">", "0.30000000000000003", true)]
    [InlineData("0.3", ">=", "0.30000000000000004", false)]
    [InlineData("1000000000000000", "==", "1000000000000000.0", true)]
    [InlineData("1000000000000000 0.0000000000000000000000000001", ">", "1000000000000000", true)]
    [InlineData("1000000000000000 0.0000000000000000000000000001 -1000000000000000", "==", "0.0000000000000000000000000001", true)]
    [InlineData("-1e-28 1e-28", "==", "0", true)]
    public void A_sum_is_exact(string numbers, string op, string value, bool met)
    {
        var terms = numbers.Split(' ').Select(number => (ExactSum)decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)).ToList();
        var leaf = Condition.Read(JsonElement.Parse($$"""{"fact":"f","measure":"SUM","field":"n","op":"{{op}}","value":{{value}}}"""), new FieldFaults());

        foreach (var order in new[] { terms, [.. Enumerable.Reverse(terms)] })
        {
            var sum = order.Aggregate((ExactSum)0m, (all, next) => all + next);
            ConditionEvaluator.Evaluate(leaf, _ => new Tally(1, sum, new HashSet<DateOnly>())).Eligible.ShouldBe(met);
        }
    }

    [Theory]
    [InlineData("9.5", "9.5")]
    [InlineData("-0.1", "-0.1")]
    [InlineData("1000000000000000.25", "1000000000000000.25")]
    public void A_sum_is_shown_as_it_is(string number, string shown) =>
        ((ExactSum)decimal.Parse(number, CultureInfo.InvariantCulture)).ToDecimal().ToString(CultureInfo.InvariantCulture).ShouldBe(shown);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_any_and_not_obey_their_laws(int seed)
    {
        var random = new Random(seed);
        var tallies = new Dictionary<string, Tally>();
        var nodes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Tree(random, 3)).ToList();
        var met = nodes.ConvertAll(Met);

        Met(new Condition(All: nodes)).ShouldBe(met.TrueForAll(m => m));
        Met(new Condition(Any: nodes)).ShouldBe(met.Exists(m => m));
        Met(Not(Not(nodes[0]))).ShouldBe(met[0]);
        Met(Not(new Condition(All: nodes))).ShouldBe(Met(new Condition(Any: nodes.ConvertAll(Not))));
        Met(Not(new Condition(Any: nodes))).ShouldBe(Met(new Condition(All: nodes.ConvertAll(Not))));
        Met(new Condition(All: [nodes[0]])).ShouldBe(met[0]);
        Met(new Condition(Any: [nodes[0], Not(nodes[0])])).ShouldBeTrue();
        Met(new Condition(All: [nodes[0], Not(nodes[0])])).ShouldBeFalse();

        // In whatever order the nodes stand.
        Met(new Condition(All: [.. nodes.Reverse<Condition>()])).ShouldBe(Met(new Condition(All: nodes)));
        Met(new Condition(Any: [.. nodes.Reverse<Condition>()])).ShouldBe(Met(new Condition(Any: nodes)));

        bool Met(Condition condition) => ConditionEvaluator.Evaluate(condition, TallyOf).Eligible;

        Tally TallyOf(Condition leaf)
        {
            if (!tallies.TryGetValue(leaf.Fact!, out var tally))
            {
                var days = Enumerable.Range(0, random.Next(6)).Select(_ => new DateOnly(2026, 3, random.Next(1, 12))).ToHashSet();
                tallies[leaf.Fact!] = tally = new Tally(days.Count + random.Next(4), random.Next(20), days);
            }

            return tally;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_of_it_never_unmeets_at_least_nor_meets_at_most(int seed)
    {
        var random = new Random(seed);
        var (count, more, value) = (random.Next(10), random.Next(1, 10), random.Next(10));

        (Met(Comparison.AtLeast, count) && !Met(Comparison.AtLeast, count + more)).ShouldBeFalse();
        (Met(Comparison.MoreThan, count) && !Met(Comparison.MoreThan, count + more)).ShouldBeFalse();
        (!Met(Comparison.AtMost, count) && Met(Comparison.AtMost, count + more)).ShouldBeFalse();
        (!Met(Comparison.LessThan, count) && Met(Comparison.LessThan, count + more)).ShouldBeFalse();
        Met(Comparison.Exactly, count).ShouldBe(Met(Comparison.AtLeast, count) && Met(Comparison.AtMost, count));
        Met(Comparison.MoreThan, count).ShouldBe(!Met(Comparison.AtMost, count));

        bool Met(Comparison op, int n) =>
            ConditionEvaluator.Evaluate(new Condition(Fact: "f", Measure: Measurement.Count, Op: op, Value: value), _ => Tally.None with { Count = n }).Eligible;
    }

    [Fact]
    public void The_answer_is_the_tree_with_met_on_nodes_and_actual_on_leaves()
    {
        var where = new Dictionary<string, JsonElement> { ["stage"] = JsonElement.Parse("\"3\"") };
        var condition = new Condition(All:
        [
            new Condition(Fact: "pay", Measure: Measurement.Sum, Field: "amount", Where: where, Op: Comparison.MoreThan, Value: 10),
            new Condition(Not: new Condition(Any: [new Condition(Fact: "login", Measure: Measurement.StreakDays, Op: Comparison.LessThan, Value: 3)])),
        ]);
        var days = new[] { 1, 2, 4, 5, 6, 9 }.Select(day => new DateOnly(2026, 3, day)).ToHashSet();

        var evaluation = ConditionEvaluator.Evaluate(condition, leaf => leaf.Fact == "pay" ? Tally.None with { Sum = 10.5m } : Tally.None with { Days = days });

        evaluation.Eligible.ShouldBeTrue();
        JsonSerializer.Serialize(evaluation, Documents.DocumentJson.Options).ShouldBe(
            """{"eligible":true,"condition":{"all":[{"fact":"pay","measure":"SUM","field":"amount","where":{"stage":"3"},"op":"\u003E","value":10,"met":true,"actual":10.5},{"not":{"any":[{"fact":"login","measure":"STREAK_DAYS","op":"\u003C","value":3,"met":false,"actual":3}],"met":false},"met":true}],"met":true}}""");
    }

    [Fact]
    public void Without_a_condition_everyone_is_eligible() =>
        ConditionEvaluator.Evaluate(null, _ => throw new InvalidOperationException()).ShouldBe(new Evaluation(true, null));

    private static Condition Not(Condition condition) => new(Not: condition);

    private static Condition Tree(Random random, int levels) => random.Next(levels == 0 ? 1 : 4) switch
    {
        1 => new Condition(All: Nodes(random, levels)),
        2 => new Condition(Any: Nodes(random, levels)),
        3 => Not(Tree(random, levels - 1)),
        _ => new Condition(
            Fact: $"fact {random.Next(5)}",
            Measure: Measures[random.Next(Measures.Length)],
            Op: Operators[random.Next(Operators.Length)],
            Value: random.Next(8)),
    };

    private static List<Condition> Nodes(Random random, int levels) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Tree(random, levels - 1))];
}
