using OperatorsConsole.Connections;

namespace OperatorsConsole.Tests.Connections;

public sealed class What_a_history_shows
{
    private static readonly DateTimeOffset Now = new(2026, 5, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_number_holds_until_a_day_that_says_another()
    {
        var slots = CampaignPicture.Of([Day(-4, ("spend", 10)), Day(-2, ("clicks", 1)), Day(-1, ("spend", 30))], "spend", Now);

        slots.Count.ShouldBe(30);
        slots[^1].Label.ShouldBe("31 May");
        slots.TakeLast(6).Select(slot => slot.Values[0]).ShouldBe([0, 10, 10, 10, 30, 30]);
        slots.TakeLast(6).Select(slot => slot.IsKnown).ShouldBe([false, true, true, true, true, true]);
    }

    [Fact]
    public void It_is_no_longer_than_ninety_days_and_begins_with_what_was_before_them()
    {
        var slots = CampaignPicture.Of([Day(-200, ("spend", 7))], "spend", Now);

        slots.Count.ShouldBe(90);
        slots.ShouldAllBe(slot => slot.Values[0] == 7 && slot.IsKnown);
    }

    [Fact]
    public void Numbers_that_are_known_everywhere_come_first()
    {
        var campaign = new CampaignHistory("http", "acme", "c", "C", "ACTIVE", new Dictionary<string, decimal> { ["ctr"] = 1, ["clicks"] = 2 }, Now, Now, null, [Day(-1, ("spend", 1), ("age", 2))]);

        CampaignPicture.MetricsOf(campaign).ShouldBe(["spend", "clicks", "age", "ctr"]);
    }

    private static CampaignDay Day(int offset, params (string Name, decimal Value)[] metrics) => new(Now.AddDays(offset), metrics.ToDictionary(metric => metric.Name, metric => metric.Value));
}
