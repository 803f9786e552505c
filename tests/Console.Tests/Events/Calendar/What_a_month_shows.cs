using OperatorsConsole.Events.Calendar;

namespace OperatorsConsole.Tests.Events.Calendar;

public sealed class What_a_month_shows
{
    private static readonly DateOnly March = new(2027, 3, 1);

    [Fact]
    public void Its_weeks_begin_on_Mondays_and_hold_every_day_of_it() =>
        CalendarMonth.Of(new DateOnly(2027, 5, 1), []).Weeks.Select(week => week.Monday).ShouldBe(
            [new(2027, 4, 26), new(2027, 5, 3), new(2027, 5, 10), new(2027, 5, 17), new(2027, 5, 24), new(2027, 5, 31)]);

    [Fact]
    public void An_event_is_a_bar_over_its_days_in_each_week()
    {
        var month = CalendarMonth.Of(March, [Event("Spring", new(2027, 3, 5), new(2027, 3, 16))]);

        month.Weeks.SelectMany(week => week.Bars).Select(bar => (bar.Column, bar.Days, bar.Row, bar.IsFirst)).ShouldBe([(5, 3, 1, true), (1, 7, 1, false), (1, 2, 1, false)]);
    }

    [Fact]
    public void What_has_no_end_goes_on_and_what_is_of_another_month_is_not_there()
    {
        var month = CalendarMonth.Of(March, [Event("Open", new(2027, 1, 1), null), Event("Later", new(2027, 4, 1), null), Event("Before", new(2027, 2, 1), new(2027, 2, 28))]);

        month.Weeks.SelectMany(week => week.Bars).ShouldAllBe(bar => bar.Event.Name == "Open" && bar.Days == 7);
        month.Weeks.Count.ShouldBe(5);
    }

    [Fact]
    public void Bars_stand_in_the_first_row_that_is_free_and_the_rest_is_counted()
    {
        var first = CalendarMonth.Of(March, [Event("Long", new(2027, 3, 1), new(2027, 3, 4)), Event("Beside", new(2027, 3, 2), new(2027, 3, 2)), Event("After", new(2027, 3, 5), new(2027, 3, 5))]).Weeks[0];
        first.Bars.Select(bar => (bar.Event.Name, bar.Row)).ShouldBe([("Long", 1), ("Beside", 2), ("After", 1)]);

        var full = CalendarMonth.Of(March, Enumerable.Range(0, 10).Select(i => Event($"Of {i}", new(2027, 3, 3), new(2027, 3, 3)))).Weeks[0];
        (full.Bars.Count, full.Hidden.Count).ShouldBe((8, 2));
    }

    [Fact]
    public void Days_are_those_of_the_reader_and_the_moment_of_the_end_is_no_more_of_it()
    {
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
        var stored = Some(new DateTimeOffset(2027, 3, 1, 16, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 3, 3, 15, 0, 0, TimeSpan.Zero));

        var (shown, inUtc) = (CalendarEvent.Of(stored, tokyo), CalendarEvent.Of(stored, TimeZoneInfo.Utc));

        (shown.First, shown.Last).ShouldBe((new DateOnly(2027, 3, 2), new DateOnly(2027, 3, 3)));
        (inUtc.First, inUtc.Last).ShouldBe((new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 3)));
    }

    [Theory]
    [InlineData(EventStatus.Ended, 9)]
    [InlineData(EventStatus.Archived, 9)]
    [InlineData(EventStatus.Paused, null)]
    public void What_was_ended_by_hand_ends_when_it_was_changed_last(EventStatus status, int? day)
    {
        var start = new DateTimeOffset(2027, 3, 1, 16, 0, 0, TimeSpan.Zero);
        var stored = Some(start, start) with { PeriodEnd = null, Status = status, UpdatedAt = start.AddDays(8) };

        CalendarEvent.Of(stored, TimeZoneInfo.Utc).Last.ShouldBe(day is { } of ? new DateOnly(2027, 3, of) : null);
        CalendarEvent.Of(stored with { Status = EventStatus.Ended, UpdatedAt = start.AddDays(-8) }, TimeZoneInfo.Utc).Last.ShouldBe(new DateOnly(2027, 3, 1));
    }

    [Theory]
    [InlineData("2027-03", 2027, 3)]
    [InlineData(null, 2026, 11)]
    [InlineData("2027-13", 2026, 11)]
    [InlineData("0001-01", 2026, 11)]
    [InlineData("9999-12", 2026, 11)]
    public void An_address_names_a_month_or_it_is_this_one(string? word, int year, int month) =>
        CalendarMonth.Parse(word, new DateOnly(2026, 11, 30)).ShouldBe(new DateOnly(year, month, 1));

    private static CalendarEvent Event(string name, DateOnly first, DateOnly? last) => new(Guid.NewGuid(), name, EventStatus.Active, first, last);

    private static Event Some(DateTimeOffset from, DateTimeOffset until) => new(
        Guid.NewGuid(), "Some", null, null, from, until, "UTC", EventStatus.Active, ApprovalMode.Auto, null, false, null, null, null, from, from, 1);
}
