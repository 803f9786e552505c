using OperatorsConsole.Connections;

namespace OperatorsConsole.Tests.Connections;

public sealed class What_a_history_shows
{
    private static readonly DateTimeOffset Now = new(2026, 5, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_number_holds_until_a_day_that_says_another()
    {
        var slots = CampaignPicture.Of(Campaign(Day(-4, ("spend", 10)), Day(-2, ("clicks", 1)), Day(-1, ("spend", 30))), "spend");

        slots.Count.ShouldBe(30);
        slots[^1].Label.ShouldBe("31 May");
        slots.TakeLast(6).Select(slot => slot.Values[0]).ShouldBe([0, 10, 10, 10, 30, 30]);
        slots.TakeLast(6).Select(slot => slot.IsKnown).ShouldBe([false, true, true, true, true, true]);
    }

    [Fact]
    public void It_is_no_longer_than_ninety_days_and_begins_with_what_was_before_them()
    {
        var slots = CampaignPicture.Of(Campaign(Day(-200, ("spend", 7))), "spend");

        slots.Count.ShouldBe(90);
        slots.ShouldAllBe(slot => slot.Values[0] == 7 && slot.IsKnown);
    }

    [Fact]
    public void Where_nothing_changed_it_is_what_it_is_now()
    {
        var slots = CampaignPicture.Of(Campaign(), "spend");

        slots.Count.ShouldBe(30);
        slots.ShouldAllBe(slot => slot.Values[0] == 40 && slot.IsKnown);
    }

    [Fact]
    public void It_ends_when_it_was_synced_last_or_listed_no_more()
    {
        CampaignPicture.Of(Campaign() with { SyncedAt = Now.AddDays(-3) }, "spend")[^1].Label.ShouldBe("28 May");
        CampaignPicture.Of(Campaign() with { RemovedAt = Now.AddDays(-5) }, "spend")[^1].Label.ShouldBe("26 May");
    }

    [Fact]
    public void Numbers_that_are_known_everywhere_come_first()
    {
        var campaign = Campaign(Day(-1, ("spend", 1), ("age", 2))) with { Metrics = new Dictionary<string, decimal> { ["ctr"] = 1, ["clicks"] = 2 } };

        CampaignPicture.MetricsOf(campaign).ShouldBe(["spend", "clicks", "age", "ctr"]);
    }

    private static CampaignHistory Campaign(params CampaignDay[] history) =>
        new("http", "acme", "c", "C", "ACTIVE", new Dictionary<string, decimal> { ["spend"] = 40 }, Now, Now, null, history);

    private static CampaignDay Day(int offset, params (string Name, decimal Value)[] metrics) => new(Now.AddDays(offset), metrics.ToDictionary(metric => metric.Name, metric => metric.Value));
}
