using Bunit;
using OperatorsConsole.Charts;
using OperatorsConsole.Shell;

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
        chart.Find("svg").GetAttribute("aria-label").ShouldBe("Requests: at most 1, at 10:01. Of 1 of 2 parts: not all were counted.");
        chart.FindAll("tbody tr").Select(row => string.Join(" ", row.QuerySelectorAll("td").Select(cell => cell.TextContent))).ShouldBe(["10:00: not all were counted – –", "10:01 1 0"]);
    }

    [Fact]
    public void Nothing_is_a_picture_too() => Of([new("10:00", [0, 0])]).Find("svg").GetAttribute("aria-label").ShouldBe("Requests: nothing.");

    [Fact]
    public void What_is_below_zero_is_said_where_it_is_not_drawn()
    {
        var chart = Of([new("10:00", [-2, 0]), new("10:01", [1, 0])]);

        chart.FindAll("rect[class^=tone]").Count.ShouldBe(1);
        chart.Find("p.quiet").TextContent.ShouldStartWith("What is below zero");
        chart.Find("svg").GetAttribute("aria-label").ShouldBe("Requests: at most 1, at 10:01. Some are below zero.");
        chart.FindAll("tbody td").Select(cell => cell.TextContent).ShouldContain("-2");
    }

    [Fact]
    public void The_highest_number_has_a_top_too()
    {
        Scale.Above(1e28m).ShouldBe(1e28m);
        Scale.Above(6e28m).ShouldBe(decimal.MaxValue);
        Of([new("10:00", [1e28m, 0])]).Find("rect.tone-good").GetAttribute("height").ShouldBe("100");
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("12345.678", "12 345.68")]
    [InlineData("0.5", "0.50")]
    [InlineData("0.004567", "0.00457")]
    [InlineData("-0.125", "-0.125")]
    public void A_small_number_keeps_its_digits(string number, string said) =>
        Figure.Of(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(said.Replace(' ', '\u202F'));

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
