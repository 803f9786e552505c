using Contracts.Deliveries;
using Contracts.Rewards;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using RewardWorker.Delivery;

namespace RewardWorker.Tests.Delivery;

public sealed class Decisions_on_deliveries
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly RetrySchedule Two = new([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)]);

    [Theory]
    [InlineData(1, null, 5d)]
    [InlineData(2, null, 60d)]
    [InlineData(3, null, null)]
    [InlineData(1, -10, 5d)]
    [InlineData(1, 3, 5d)]
    [InlineData(1, 30, 30d)]
    [InlineData(1, 86_400, 3600d)]
    [InlineData(3, 30, null)]
    [InlineData(4, null, null)]
    public void The_schedule_says_how_long_to_wait(int attempts, int? retryAfter, double? expected) =>
        (Two.After(attempts, retryAfter is { } s ? TimeSpan.FromSeconds(s) : null)?.TotalSeconds).ShouldBe(expected);

    [Fact]
    public void Postponements_grow_up_to_a_bound() =>
        Enumerable.Range(0, 5).Select(n => RetrySchedule.Usual.Postponed(0, n).TotalSeconds).ShouldBe([5, 30, 120, 300, 300]);

    [Theory]
    [InlineData(200, nameof(PostVerdict.Accepted))]
    [InlineData(204, nameof(PostVerdict.Accepted))]
    [InlineData(301, nameof(PostVerdict.Refused))]
    [InlineData(304, nameof(PostVerdict.Refused))]
    [InlineData(400, nameof(PostVerdict.Refused))]
    [InlineData(401, nameof(PostVerdict.Refused))]
    [InlineData(404, nameof(PostVerdict.Refused))]
    [InlineData(408, nameof(PostVerdict.NoSuccess))]
    [InlineData(409, nameof(PostVerdict.Refused))]
    [InlineData(425, nameof(PostVerdict.NoSuccess))]
    [InlineData(429, nameof(PostVerdict.NoSuccess))]
    [InlineData(500, nameof(PostVerdict.NoSuccess))]
    [InlineData(503, nameof(PostVerdict.NoSuccess))]
    [InlineData(599, nameof(PostVerdict.NoSuccess))]
    public void A_status_has_its_verdict(int status, string verdict) => PostOutcome.Answered(status, null).Verdict.ToString().ShouldBe(verdict);

    [Fact]
    public void An_attempt_is_begun_by_one_and_finished_once()
    {
        var delivery = New();
        delivery.TryBegin(Start.AddSeconds(-1), Lease).ShouldBeFalse();
        delivery.TryBegin(Start, Lease).ShouldBeTrue();
        delivery.TryBegin(Start.AddSeconds(14), Lease).ShouldBeFalse();
        var begun = delivery.Begun!;

        delivery.Finish(begun, PostOutcome.Answered(200, null), Two, Start).ShouldBeTrue();
        delivery.Finish(begun, PostOutcome.Answered(500, null), Two, Start).ShouldBeFalse();
        delivery.TryBegin(Start.AddDays(1), Lease).ShouldBeFalse();
        (delivery.State, delivery.DueAt, delivery.Log.Count).ShouldBe((DeliveryState.Delivered, null, 1));
        Answers(delivery).ShouldBe([new GrantDelivered(delivery.RequestId, delivery.RewardId)]);
    }

    [Fact]
    public void An_attempt_that_was_given_up_finishes_nothing()
    {
        var delivery = New();
        delivery.TryBegin(Start, Lease);
        var slow = delivery.Begun!;
        delivery.TryBegin(Start + Lease, Lease).ShouldBeTrue();

        delivery.Finish(slow, PostOutcome.Answered(400, null), Two, Start).ShouldBeFalse();
        delivery.State.ShouldBe(DeliveryState.Delivering);
        (delivery.Attempts, delivery.MayHaveArrived).ShouldBe((0, true));
    }

    [Fact]
    public void What_an_open_circuit_holds_spends_no_attempt_and_ends_after_a_day()
    {
        var delivery = New();
        var now = Start;
        var times = 0;
        while (delivery.DueAt is { } due)
        {
            now = due;
            times++;
            delivery.TryBegin(now, Lease).ShouldBeTrue();
            delivery.Finish(delivery.Begun!, PostOutcome.Postponed, RetrySchedule.Usual, now);
            delivery.Attempts.ShouldBe(0);
        }

        (now - Start).ShouldBeInRange(RetrySchedule.Patience, RetrySchedule.Patience + RetrySchedule.LongestPostponement);
        times.ShouldBeLessThan(300);
        delivery.State.ShouldBe(DeliveryState.Failed);
        delivery.Log.ShouldHaveSingleItem();
        Answers(delivery).ShouldBe([new GrantDeliveryFailed(delivery.RequestId, delivery.RewardId)]);
    }

    [Fact]
    public void The_log_is_bounded()
    {
        var delivery = New();
        for (var i = 0; i < 200; i++)
        {
            delivery.TryBegin(Start + (i * Lease), Lease).ShouldBeTrue();
        }

        delivery.Log.Count.ShouldBe(GrantDelivery.LongestLog);
        delivery.Log.Select(entry => entry.Seq).ShouldBe(Enumerable.Range(199 - GrantDelivery.LongestLog, GrantDelivery.LongestLog));
    }

    [Fact]
    public void What_nobody_saw_is_withdrawn_in_silence()
    {
        var delivery = New();
        delivery.Withdraw(Start).ShouldBeTrue();
        delivery.Withdraw(Start).ShouldBeFalse();
        delivery.TryBegin(Start.AddDays(1), Lease).ShouldBeFalse();
        (delivery.State, delivery.DueAt).ShouldBe((DeliveryState.Withdrawn, null));
    }

    [Theory]
    [InlineData("5,x")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("5,,30")]
    [InlineData("86401")]
    [InlineData("1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1")]
    public void A_wrong_schedule_is_named(string text) =>
        Should.Throw<ConfigurationException>(() => Settings(text)).Message.ShouldContain("Delivery__RetrySeconds");

    [Fact]
    public void A_schedule_of_pauses_is_read() => Settings("1, 20,300").Schedule.Pauses.Select(p => p.TotalSeconds).ShouldBe([1, 20, 300]);

    private static DeliverySettings Settings(string schedule) => DeliverySettings.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Delivery:RetrySeconds", schedule)]).Build());

    private static GrantDelivery New() => GrantDelivery.Of(
        new DeliverGrant(Guid.NewGuid(), Guid.NewGuid(), "Points", new RewardDelivery("https://shop.example/", "sealed")), Guid.NewGuid().ToString(), Start);

    private static IEnumerable<object> Answers(GrantDelivery delivery) => delivery.Raised.Where(m => m is not DeliveryDue);
}
