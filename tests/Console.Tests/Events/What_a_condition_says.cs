using OperatorsConsole.Events.Conditions;

namespace OperatorsConsole.Tests.Events;

public sealed class What_a_condition_says
{
    [Fact]
    public void It_is_one_sentence_with_every_part_of_it()
    {
        var condition = Condition.AnyOf(
            Condition.Sum("purchase", "amount", Comparison.AtLeast, 49.5m) with { Where = new Dictionary<string, DataValue> { ["shop"] = "berlin", ["stage"] = 3 } },
            Condition.AllOf(Condition.StreakDays("login", Comparison.Exactly, 7), Condition.NoneOf(Condition.Count("refund", Comparison.MoreThan, 2))));

        ConditionSentence.Of(condition).ShouldBe(
            "Eligible is who has a sum of “amount” over “purchase” with shop = “berlin” and stage = 3 of at least 49.5"
            + " or (did “login” on exactly 7 days in a row and (not: did “refund” more than 2 times)).");
        ConditionSentence.Of(null).ShouldBe("Everyone is eligible.");
    }

    [Fact]
    public void What_is_built_from_it_is_it_again()
    {
        var condition = Condition.AllOf(
            Condition.DistinctDays("login", Comparison.LessThan, 3) with { Where = new Dictionary<string, DataValue> { ["stage"] = "3", ["level"] = 4 } },
            Condition.NoneOf(Condition.Sum("purchase", "amount", Comparison.AtMost, 2)));

        System.Text.Json.JsonSerializer.Serialize(ConditionNode.Of(condition).ToCondition()).ShouldBe(System.Text.Json.JsonSerializer.Serialize(condition));
    }

    [Fact]
    public void A_change_of_kind_loses_nothing_that_was_built()
    {
        var condition = Condition.AnyOf(Condition.Count("login", Comparison.AtLeast, 5), Condition.Count("refund", Comparison.AtMost, 1));
        var node = ConditionNode.Of(condition);
        var before = ConditionSentence.Of(node.ToCondition());

        node.Become(NodeKind.Leaf);
        ConditionSentence.Part(node.ToCondition()).ShouldBe("did “login” at least 5 times");
        node.Become(NodeKind.Any);
        ConditionSentence.Of(node.ToCondition()).ShouldBe(before);

        node.Become(NodeKind.Not);
        node.Parts.ShouldHaveSingleItem().Kind.ShouldBe(NodeKind.Any);
        ConditionSentence.Of(node.Parts[0].ToCondition()).ShouldBe(before);
    }

    [Fact]
    public void A_comma_is_no_decimal_point_and_a_name_has_one_value()
    {
        var node = new ConditionNode { Fact = "purchase", Value = "49,5" };
        node.ToCondition().Value.ShouldBeNull();
        node.Faults().ShouldHaveSingleItem().ShouldContain("“49,5” is no number");

        node.Value = "-49.5";
        node.ToCondition().Value.ShouldBe(-49.5m);
        node.Faults().ShouldBeEmpty();

        node.Where.Add(new WhereLine { Name = "stage", Value = "three", IsNumber = true });
        node.Where.Add(new WhereLine { Name = "stage", Value = "3" });
        var group = new ConditionNode { Kind = NodeKind.All };
        group.Parts.Add(node);
        group.Faults().Count().ShouldBe(2);
    }

    [Fact]
    public void A_thing_that_becomes_a_group_is_its_first_part()
    {
        var node = ConditionNode.Of(Condition.Count("login", Comparison.AtLeast, 5));

        node.Become(NodeKind.All);

        ConditionSentence.Part(node.ToCondition()).ShouldBe("did “login” at least 5 times");
        node.Kind.ShouldBe(NodeKind.All);
    }
}
