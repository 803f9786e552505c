using OperatorsConsole.Today;

namespace OperatorsConsole.Tests.Today;

public sealed class How_much_is_asked
{
    private static readonly DateTimeOffset Now = new(2026, 5, 31, 12, 0, 30, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Is_counted_by_the_minute_in_which_it_was_asked()
    {
        var picture = RequestPicture.Of(
            [Asked(0, RequestStatus.Pending), Asked(10, RequestStatus.Fulfilled), Asked(45, RequestStatus.Revoked), Asked(50, RequestStatus.Failed, "system", "OUT_OF_STOCK"), Asked(4000, RequestStatus.Fulfilled)],
            isAll: true, Now, Minute, 60);

        picture.Slots.Count.ShouldBe(60);
        picture.Slots[^1].ShouldBe(new RequestSlot(new DateTimeOffset(2026, 5, 31, 12, 0, 0, TimeSpan.Zero), 1, 1, 0));
        picture.Slots[^2].ShouldBe(new RequestSlot(new DateTimeOffset(2026, 5, 31, 11, 59, 0, TimeSpan.Zero), 1, 0, 1));
        picture.Slots.Sum(slot => slot.Granted + slot.Waiting + slot.Refused).ShouldBe(4);
        picture.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void What_was_refused_is_told_by_its_code_and_a_persons_words_by_who_said_them()
    {
        var picture = RequestPicture.Of(
            [
                Asked(1, RequestStatus.Failed, "system", "OUT_OF_STOCK"), Asked(2, RequestStatus.Failed, "system", "OUT_OF_STOCK"),
                Asked(3, RequestStatus.Rejected, "system", "APPROVAL_EXPIRED"), Asked(4, RequestStatus.Rejected, $"{Guid.NewGuid()}", "He was not there."),
                Asked(5, RequestStatus.Cancelled, $"{Guid.NewGuid()}", null),
            ],
            isAll: true, Now, Minute, 60);

        picture.Refusals.ShouldBe([new("OUT_OF_STOCK", 2), new("APPROVAL_EXPIRED", 1), new(RequestPicture.ByUser, 1), new(RequestPicture.ByOperator, 1)]);
    }

    [Fact]
    public void Where_more_were_asked_than_were_read_it_says_since_when_all_are_counted()
    {
        var picture = RequestPicture.Of([Asked(1, RequestStatus.Fulfilled), Asked(130, RequestStatus.Fulfilled)], isAll: false, Now, Minute, 60);

        picture.IsWhole.ShouldBeFalse();
        picture.Since.ShouldBe(Now.AddSeconds(-130));
    }

    [Fact]
    public void What_was_read_past_the_span_makes_it_whole() =>
        RequestPicture.Of([Asked(1, RequestStatus.Fulfilled), Asked(3700, RequestStatus.Fulfilled)], isAll: false, Now, Minute, 60).IsWhole.ShouldBeTrue();

    private static RewardRequest Asked(int secondsAgo, RequestStatus status, string? actor = "system", string? reason = null)
    {
        var at = Now.AddSeconds(-secondsAgo);
        return new RewardRequest(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), status, [], [new TimelineEntry(at, RequestStatus.Pending, null, null), new TimelineEntry(at, status, actor, reason)], at, at);
    }
}
