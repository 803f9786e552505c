using Bunit;
using OperatorsConsole.Charts;

namespace OperatorsConsole.Tests.Charts;

public sealed class What_a_picture_shows : BunitContext
{
    private static readonly IReadOnlyList<ChartSeries> Series = [new("granted", "good"), new("refused", "bad")];

    [Fact]
    public void Bars_stand_on_each_other_up_to_a_round_number()
    {
        var chart = Of([new("10:00", [2, 1]), new("10:01", [0, 0]), new("10:02", [1, 0])]);

        chart.FindAll("rect[class^=tone]").Select(bar => (bar.ClassName, bar.GetAttribute("x"), bar.GetAttribute("y"), bar.GetAttribute("height"))).ShouldBe(
        [
            ("tone-good", "1", "60", "40"),
            ("tone-bad", "1", "40", "20"),
            ("tone-good", "21", "80", "20"),
        ]);
        chart.Find(".most").TextContent.ShouldBe("5");
    }

    [Fact]
    public void Who_does_not_see_it_has_its_summary_and_a_table()
    {
        var chart = Of([new("10:00", [2, 1]), new("10:01", [0, 0]), new("10:02", [1, 0])]);

        chart.Find("svg").GetAttribute("aria-label").ShouldBe("Requests: at most 3, at 10:00.");
        chart.FindAll("tbody tr").Select(row => string.Join(" ", row.QuerySelectorAll("td").Select(cell => cell.TextContent))).ShouldBe(["10:00 2 1", "10:02 1 0"]);
        chart.FindAll(".legend li").Select(one => one.TextContent.Trim()).ShouldBe(["granted 3", "refused 1"]);
    }

    [Fact]
    public void What_was_not_counted_is_not_shown_as_none()
    {
        var chart = Of([new("10:00", [0, 0], IsKnown: false), new("10:01", [1, 0])]);

        chart.FindAll(".unknown").Count.ShouldBe(1);
        chart.Find("title").TextContent.ShouldBe("10:00: not all were counted");
    }

    [Fact]
    public void Nothing_is_a_picture_too() => Of([new("10:00", [0, 0])]).Find("svg").GetAttribute("aria-label").ShouldBe("Requests: nothing.");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(10, 10)]
    [InlineData(11, 20)]
    [InlineData(999, 1000)]
    [InlineData(0.03, 0.05)]
    public void The_top_is_a_round_number(double most, double top) => Scale.Above((decimal)most).ShouldBe((decimal)top);

    private IRenderedComponent<BarChart> Of(IReadOnlyList<ChartSlot> slots) =>
        Render<BarChart>(chart => chart.Add(c => c.Title, "Requests").Add(c => c.Series, Series).Add(c => c.Slots, slots));
}
