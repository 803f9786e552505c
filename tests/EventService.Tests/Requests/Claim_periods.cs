using Contracts.Events;
using EventService.Requests;

namespace EventService.Tests.Requests;

public sealed class Claim_periods
{
    // In Berlin clocks go forward on 2031-03-30 and back on 2031-10-26, a Sunday each.
    [Theory]
    [InlineData(ClaimSpan.Day, "Europe/Berlin", "2031-03-30T12:00:00Z", "2031-03-30", "2031-03-29T23:00:00Z", "2031-03-30T22:00:00Z")]
    [InlineData(ClaimSpan.Day, "Europe/Berlin", "2031-10-26T12:00:00Z", "2031-10-26", "2031-10-25T22:00:00Z", "2031-10-26T23:00:00Z")]
    [InlineData(ClaimSpan.Day, "Europe/Berlin", "2031-03-29T22:59:59Z", "2031-03-29", "2031-03-28T23:00:00Z", "2031-03-29T23:00:00Z")]
    [InlineData(ClaimSpan.Week, "Europe/Berlin", "2031-03-30T21:59:59Z", "2031-W13", "2031-03-23T23:00:00Z", "2031-03-30T22:00:00Z")]
    [InlineData(ClaimSpan.Week, "Europe/Berlin", "2031-03-30T22:00:00Z", "2031-W14", "2031-03-30T22:00:00Z", "2031-04-06T22:00:00Z")]
    [InlineData(ClaimSpan.Week, "UTC", "2031-01-01T00:00:00Z", "2031-W01", "2030-12-30T00:00:00Z", "2031-01-06T00:00:00Z")]
    // Clocks skip midnight itself in Santiago, on 2024-09-08.
    [InlineData(ClaimSpan.Day, "America/Santiago", "2024-09-08T12:00:00Z", "2024-09-08", "2024-09-08T04:00:00Z", "2024-09-09T03:00:00Z")]
    // They repeat it in Havana, on 2024-11-03, when 01:00 becomes 00:00.
    [InlineData(ClaimSpan.Day, "America/Havana", "2024-11-03T12:00:00Z", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z")]
    public void A_period_starts_and_ends_with_the_days_of_its_zone(ClaimSpan per, string zone, string now, string key, string start, string next) =>
        ClaimPeriod.Of(new ClaimLimit(per, 3), zone, DateTimeOffset.Parse(now)).ShouldBe(
            new ClaimPeriod(key, 3, DateTimeOffset.Parse(start), DateTimeOffset.Parse(next)));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Santiago")]
    [InlineData("America/Havana")]
    [InlineData("Africa/Cairo")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    public void Periods_follow_each_other_without_gap_through_two_years(string zone)
    {
        var now = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (var per in new[] { ClaimSpan.Day, ClaimSpan.Week })
        {
            for (var period = ClaimPeriod.Of(new ClaimLimit(per, 1), zone, now); period.NextAt < now.AddYears(2);)
            {
                var next = ClaimPeriod.Of(new ClaimLimit(per, 1), zone, period.NextAt!.Value);
                next.Start.ShouldBe(period.NextAt);
                next.Key.ShouldNotBe(period.Key);
                ClaimPeriod.Of(new ClaimLimit(per, 1), zone, period.NextAt.Value.AddTicks(-1)).ShouldBe(period);
                period = next;
            }
        }
    }

    [Fact]
    public void Once_is_the_users_own_key()
    {
        var once = new ClaimPeriod(null, 1, null, null);
        ClaimPeriod.Of(null, "UTC", Some.Now).ShouldBe(once);
        ClaimPeriod.Of(new ClaimLimit(ClaimSpan.Once, 1), "UTC", Some.Now).ShouldBe(once);
        ClaimPeriod.Of(new ClaimLimit(ClaimSpan.Once, 2), "UTC", Some.Now).ShouldBe(new ClaimPeriod("ONCE", 2, null, null));
    }

    [Fact]
    public void Claims_from_before_the_limit_was_changed_count()
    {
        var day = new ClaimPeriod("2031-05-06", 3, null, null);
        day.FreeSlots([]).ShouldBe(["2031-05-06/1", "2031-05-06/2", "2031-05-06/3"]);
        day.FreeSlots(["2031-05-06/2"]).ShouldBe(["2031-05-06/1", "2031-05-06/3"]);
        day.FreeSlots([null, "2031-05-06/1"]).ShouldBe(["2031-05-06/2"]);
        day.FreeSlots([null, null, null]).ShouldBeEmpty();
        day.FreeSlots(["2031-05-06/3", "2031-05-06/9"]).ShouldBe(["2031-05-06/1"]);
        day.FreeSlots([null, null, null, null]).ShouldBeEmpty();
    }
}
