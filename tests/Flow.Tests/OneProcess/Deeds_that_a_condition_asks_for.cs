using System.Text.Json.Nodes;
using Platform.Drill;

namespace Flow.Tests.OneProcess;

public sealed class Deeds_that_a_condition_asks_for
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("COUNT", ">=", 3, 3)]
    [InlineData("COUNT", ">", 3, 4)]
    [InlineData("COUNT", "==", 0, 0)]
    [InlineData("COUNT", "<", 3, 0)]
    [InlineData("STREAK_DAYS", ">=", 5, 5)]
    [InlineData("DISTINCT_DAYS", ">=", 5, 5)]
    public void Are_as_many_as_it_counts(string measure, string op, int value, int expected) =>
        Of(Leaf("purchase", measure, op, value)).Count.ShouldBe(expected);

    [Fact]
    public void Are_on_days_of_their_own_where_days_count() =>
        Of(Leaf("login", "STREAK_DAYS", ">=", 3)).Select(deed => DateTimeOffset.Parse(deed["occurredAt"]!.ToString(), null)).ShouldBe([Now, Now.AddDays(-1), Now.AddDays(-2)]);

    [Fact]
    public void Have_the_sum_and_what_must_be_equal()
    {
        var leaf = JsonNode.Parse("""{"fact": "purchase", "measure": "SUM", "field": "amount", "where": {"shop": "1"}, "op": ">", "value": 99.5}""")!;

        var deed = Of(leaf).ShouldHaveSingleItem();

        deed["data"]!.ToJsonString().ShouldBe("""{"shop":"1","amount":100.5}""");
    }

    [Fact]
    public void Are_those_of_every_part_but_what_must_not_be()
    {
        var tree = new JsonObject
        {
            ["all"] = new JsonArray(Leaf("a", "COUNT", ">=", 1), new JsonObject { ["any"] = new JsonArray(Leaf("b", "COUNT", ">=", 2)) }, new JsonObject { ["not"] = Leaf("c", "COUNT", ">=", 1) }),
        };

        Of(tree).Select(deed => deed["type"]!.ToString()).ShouldBe(["a", "b", "b"]);
    }

    private static IReadOnlyList<JsonObject> Of(JsonNode condition) => Deeds.For(new DrilledEvent(new JsonObject { ["condition"] = condition.DeepClone() }, []).Condition, Now);

    private static JsonObject Leaf(string fact, string measure, string op, int value) => new() { ["fact"] = fact, ["measure"] = measure, ["op"] = op, ["value"] = value };
}
