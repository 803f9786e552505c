using Contracts.Activities;
using Contracts.Events;
using EventService.Activities;

namespace EventService.Tests.Activities;

public sealed class Streaks
{
    /// <summary>Berlin: 23:30 before, on and after the 23-hour day of 29 March 2026; the same around the 25-hour day of 25 October.</summary>
    [Theory]
    [InlineData("2026-03-28T23:30:00+01:00", "2026-03-29T23:30:00+02:00", "2026-03-30T00:30:00+02:00")]
    [InlineData("2026-10-24T23:30:00+02:00", "2026-10-25T23:30:00+01:00", "2026-10-26T00:30:00+01:00")]
    public async Task A_day_of_23_or_25_hours_is_one_day(string first, string second, string third)
    {
        (await Streak("Europe/Berlin", first, second, third)).ShouldBe(3);
        (await Streak("Europe/Berlin", first, third)).ShouldBe(1);
    }

    [Theory]
    [InlineData("UTC", 1)]
    [InlineData("Asia/Kathmandu", 2)]
    public async Task The_event_s_time_zone_says_which_day_it_was(string zone, int streak) =>
        (await Streak(zone, "2026-05-01T18:14:59Z", "2026-05-01T18:15:00Z")).ShouldBe(streak);

    [Fact]
    public async Task A_day_that_a_zone_left_out_breaks_a_streak() =>
        (await Streak("Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00")).ShouldBe(1);

    /// <summary>Monrovia was 44 minutes (and 30 seconds, which .NET leaves out) behind UTC until 1972: midnight was inside a quarter of an hour.</summary>
    [Fact]
    public async Task Midnight_may_fall_inside_a_quarter_of_an_hour()
    {
        (await Streak("Africa/Monrovia", "1971-06-01T00:43:59Z", "1971-06-01T00:44:00Z")).ShouldBe(2);
        (await Streak("Africa/Monrovia", "1971-06-01T00:44:00Z", "1971-06-01T00:44:59Z")).ShouldBe(1);
    }

    /// <summary>Judged from the tail, and from rollups: the same.</summary>
    private static async Task<int> Streak(string zone, params string[] times)
    {
        await using var opened = await OpenActivities.Create();
        var userId = Guid.NewGuid();
        await opened.Recorder(opened.Store).Record(
            [.. times.Select(time => new Activity(userId, "login", DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), time, null))], default);
        var unfolded = await Judge();
        await new ActivityFolding(opened.Store).Fold(ActivityDocument.OwnerOf(userId, "login"), default);

        (await Judge()).ShouldBe(unfolded);
        return unfolded;

        async Task<int> Judge()
        {
            var history = await ActivityHistory.Load(
                opened.Store,
                ActivityDocument.OwnerOf(userId, "login"),
                DateTimeOffset.UnixEpoch,
                new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
                TimeZoneInfo.FindSystemTimeZoneById(zone),
                default);
            return (await history.Tally(new Condition(Fact: "login", Measure: Measurement.StreakDays, Op: Comparison.AtLeast, Value: 1), default)).LongestStreak();
        }
    }
}
