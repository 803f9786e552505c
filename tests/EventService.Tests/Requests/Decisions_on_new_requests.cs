using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using EventService.Requests;
using EventService.Terms;

namespace EventService.Tests.Requests;

public sealed class Decisions_on_new_requests
{
    [Fact]
    public void The_first_request_marks_the_event_as_in_use_and_later_ones_leave_it()
    {
        var e = Some.Event();

        RequestRewardConsumer.Decide(e, Some.User(), Some.Now).ShouldBe(Decision.Changed);
        e.InUse.ShouldBeTrue();
        e.Revision.ShouldBe(1);
        RequestRewardConsumer.Decide(e, Some.User(), Some.Now).ShouldBe(Decision.Unchanged);
    }

    [Theory]
    [InlineData(EventStatus.Draft, "NOT_FOUND", "EVENT_NOT_ACTIVE")]
    [InlineData(EventStatus.Active, null, null)]
    [InlineData(EventStatus.Paused, "EVENT_NOT_ACTIVE", "EVENT_NOT_ACTIVE")]
    [InlineData(EventStatus.Ended, "EVENT_NOT_ACTIVE", "EVENT_NOT_ACTIVE")]
    [InlineData(EventStatus.Archived, "NOT_FOUND", "EVENT_NOT_ACTIVE")]
    public void Only_an_active_event_is_requested_and_a_hidden_one_is_not_there(EventStatus status, string? forUser, string? forStaff)
    {
        (RequestRewardConsumer.Decide(Some.Event(status), Some.User(), Some.Now).Refusal?.Code).ShouldBe(forUser);
        (RequestRewardConsumer.Decide(Some.Event(status), Some.User(Role.Operator), Some.Now).Refusal?.Code).ShouldBe(forStaff);
    }

    [Fact]
    public void An_active_event_is_judged_by_the_clock()
    {
        var e = Some.Event();
        var (start, end) = (e.Terms.PeriodStart, e.Terms.PeriodEnd!.Value);

        Code(start.AddTicks(-1)).ShouldBe("EVENT_NOT_ACTIVE");
        Code(start).ShouldBeNull();
        Code(end.AddTicks(-1)).ShouldBeNull();
        Code(end).ShouldBe("EVENT_NOT_ACTIVE");

        string? Code(DateTimeOffset now) => RequestRewardConsumer.Decide(e, Some.User(), now).Refusal?.Code;
    }

    [Fact]
    public void An_event_without_rewards_is_refused_and_stays_free_to_change()
    {
        var e = Some.Event();
        e.Rewards.Clear();

        RequestRewardConsumer.Decide(e, Some.User(), Some.Now).Refusal!.Code.ShouldBe("NO_REWARDS");
        e.InUse.ShouldBeFalse();
    }

    [Fact]
    public void An_event_with_a_coupon_that_has_expired_is_refused()
    {
        var e = Some.Event(EventStatus.Active, Some.Points, new CouponValue("SPRING", Some.Now.AddSeconds(2)));

        RequestRewardConsumer.Decide(e, Some.User(), Some.Now.AddSeconds(2).AddTicks(-1)).Refusal.ShouldBeNull();
        RequestRewardConsumer.Decide(e, Some.User(), Some.Now.AddSeconds(2)).Refusal!.Code.ShouldBe("COUPON_EXPIRED");
    }

    [Fact]
    public void Requesting_needs_the_role_USER() =>
        RequestRewardConsumer.Decide(Some.Event(), new Caller(Guid.NewGuid(), [Role.Admin, Role.Operator]), Some.Now).Refusal!.Code.ShouldBe("FORBIDDEN");

    [Fact]
    public void A_new_request_refers_to_the_rewards_as_they_are_and_raises_its_start()
    {
        var e = Some.Event(EventStatus.Active, Some.Points, Some.Coupon);
        e.Terms = e.Terms with { ApprovalDeadlineSeconds = 90 };
        e.Revision = 4;
        var terms = RewardTermsDocument.Of(e);
        var userId = Guid.NewGuid();
        var requestId = Guid.NewGuid();

        var request = RewardRequest.Create(new NewRequest(requestId, userId, e, terms, null, Some.Now));

        request.EventRevision.ShouldBe(4);
        request.ClaimKey.ShouldBe($"{e.Id}/{userId}");
        request.Timeline.ShouldBe([new TimelineEntry(Some.Now, RequestStatus.Pending, userId.ToString(), null)]);
        var raised = request.Raised.ShouldHaveSingleItem().ShouldBeOfType<RewardRequested>();
        raised.ApprovalDeadline.ShouldBe(Some.Now.AddSeconds(90));
        raised.Approval.ShouldBe(ApprovalMode.Manual);
        raised.TermsId.ShouldBe(terms.Id);
        raised.Rewards.ShouldBeNull();
        request.Rewards.ShouldBe(e.Rewards.Select(r => new ClaimedReward(r.RewardId)));
        terms.Rewards.Select(r => r.Value).ShouldBe([Some.Points, Some.Coupon]);
        request.Announced.ShouldHaveSingleItem().ShouldBeOfType<RequestSnapshot>().Status.ShouldBe(RequestStatus.Pending);
    }

    [Fact]
    public void No_coupon_code_shows_before_it_is_granted()
    {
        var e = Some.Event(EventStatus.Active, Some.Coupon);

        Some.NewRequest(e).ToSnapshot().ToDetails(RewardTermsDocument.Of(e), withCodes: true).Rewards
            .ShouldBe([new RequestedReward(e.Rewards[0].RewardId, RewardType.Coupon, "A reward", Granted: false, CouponCode: null)]);
    }
}
