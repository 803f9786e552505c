using Bunit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Live;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Tests.Live;

public sealed class When_a_stay_is_short : BunitContext
{
    private static readonly DateTimeOffset Midnight = new(2026, 5, 31, 0, 0, 0, TimeSpan.Zero);

    public When_a_stay_is_short() => Services.AddSingleton(new ReaderClock(new HttpContextAccessor(), TimeProvider.System));

    [Fact]
    public void Its_parts_are_told_apart_by_seconds_and_its_day_is_said()
    {
        var chart = Of(Midnight, Midnight.AddMinutes(10));

        chart.Find("figcaption b").TextContent.ShouldBe("There at once, 31 May 2026");
        var labels = chart.FindAll("tbody td[data-label=From]").Select(cell => cell.TextContent).ToList();
        labels[1].ShouldBe("00:00:10");
        labels.ShouldBeUnique();
    }

    [Fact]
    public void A_longer_one_is_told_by_minutes_and_has_both_of_its_days()
    {
        var chart = Of(Midnight.AddHours(-2), Midnight.AddHours(1));

        chart.Find("figcaption b").TextContent.ShouldBe("There at once, 30 May 2026 – 31 May 2026");
        chart.FindAll("tbody td[data-label=From]")[0].TextContent.ShouldBe("22:00");
    }

    private IRenderedComponent<PresenceChart> Of(DateTimeOffset from, DateTimeOffset until) =>
        Render<PresenceChart>(chart => chart.Add(c => c.Title, "There at once").Add(c => c.Stays, [new Stay(from, until)]).Add(c => c.IsAll, true));
}
