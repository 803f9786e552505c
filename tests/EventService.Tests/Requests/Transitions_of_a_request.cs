using Contracts;
using Contracts.Audit;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using EventService.Requests;
using EventService.Terms;

namespace EventService.Tests.Requests;

public sealed class Transitions_of_a_request
{
    private static readonly string Operator = Guid.NewGuid().ToString();
    private static readonly DateTimeOffset Later = Some.Now.AddMinutes(1);

    public static TheoryData<RequestStatus> EveryStatus => [.. Enum.GetValues<RequestStatus>()];

    public static TheoryData<RequestStatus> Decided => [.. Enum.GetValues<RequestStatus>().Where(status => status != RequestStatus.Pending)];

    [Fact]
    public void An_operator_approves_a_pending_request()
    {
        var request = Some.Request();

        ApproveRewardRequestConsumer.Decide(request, Approve(request, Operator), Later).ShouldBe(Decision.Changed);

        ShouldHaveMovedTo(request, RequestStatus.Approved, Operator, "well done");
        var approved = request.Raised.Single(message => message is not ChangeRecorded).ShouldBeOfType<RewardRequestApproved>();
        approved.TermsId.ShouldBe(request.TermsId.ShouldNotBeNull());
        approved.Rewards.ShouldBeNull();
        approved.UserId.ShouldBe(request.UserId);
    }

    [Fact]
    public void An_operator_rejects_a_pending_request()
    {
        var request = Some.Request();

        RejectRewardRequestConsumer.Decide(request, Reject(request, Operator), Later).ShouldBe(Decision.Changed);

        ShouldHaveMovedTo(request, RequestStatus.Rejected, Operator, "not you");
        request.Raised.Single(message => message is not ChangeRecorded).ShouldBe(new RewardRequestRejected(Guid.Parse(request.Id)));
    }

    [Fact]
    public void A_request_past_its_deadline_has_ended_whoever_comes_by()
    {
        var deadline = Some.Now.AddSeconds(1);
        Action<RewardRequest, DateTimeOffset>[] passers =
        [
            (r, now) => ApproveRewardRequestConsumer.Decide(r, Approve(r, Operator), now).ShouldBe(new Decision(true, Refusals.AlreadyDecided)),
            (r, now) => RejectRewardRequestConsumer.Decide(r, Reject(r, Operator), now).ShouldBe(new Decision(true, Refusals.AlreadyDecided)),
            (r, now) => CancelRewardRequestConsumer.Decide(r, new Caller(r.UserId, [Role.User]), now).ShouldBe(new Decision(true, Refusals.NotPending)),
            (r, now) => RejectRewardRequestConsumer.Decide(r, Reject(r, "system"), now).ShouldBe(Decision.Changed),
        ];
        foreach (var passBy in passers)
        {
            var request = Some.Request(deadline: deadline);

            passBy(request, Later);

            ShouldHaveMovedTo(request, RequestStatus.Rejected, "system", "APPROVAL_EXPIRED");
            request.Raised.Single(message => message is not ChangeRecorded).ShouldBe(new RewardRequestRejected(Guid.Parse(request.Id)));
            request.ClaimKey.ShouldBeNull();
        }
    }

    [Fact]
    public void Before_its_deadline_by_this_clock_a_request_waits()
    {
        var request = Some.Request(deadline: Later.AddSeconds(1));

        RejectRewardRequestConsumer.Decide(request, Reject(request, "system"), Later).ShouldBe(Decision.Unchanged);

        ShouldBeUntouched(request, RequestStatus.Pending);
    }

    [Fact]
    public void An_automatic_request_is_decided_when_it_is_accepted()
    {
        var request = Some.Request(approval: ApprovalMode.Auto);

        ApproveRewardRequestConsumer.Decide(request, Approve(request, Operator), Later).Refusal!.Code.ShouldBe("ALREADY_DECIDED");
        RejectRewardRequestConsumer.Decide(request, Reject(request, Operator), Later).Refusal!.Code.ShouldBe("ALREADY_DECIDED");
        CancelRewardRequestConsumer.Decide(request, new Caller(request.UserId, [Role.User]), Later).Refusal!.Code.ShouldBe("INVALID_STATE");

        ShouldBeUntouched(request, RequestStatus.Pending);
    }

    [Theory]
    [InlineData(RequestStatus.Fulfilled, null)]
    [InlineData(RequestStatus.Failed, "OUT_OF_STOCK")]
    public void The_outcome_of_an_automatic_request_puts_its_approval_on_the_timeline_too(RequestStatus outcome, string? reason)
    {
        var request = Some.Request(approval: ApprovalMode.Auto);

        (outcome == RequestStatus.Fulfilled ? RecordOutcomeConsumer.Decide(request, Fulfilled(request), Later) : RecordOutcomeConsumer.Decide(request, Failed(request), Later))
            .ShouldBe(Decision.Changed);

        request.Timeline.Skip(1).ShouldBe(
            [new TimelineEntry(Later, RequestStatus.Approved, "system", null), new TimelineEntry(Later, outcome, "system", reason)]);
        request.Announced.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_automatic_request_is_shown_as_approved_while_it_is_delivered()
    {
        var request = Some.Request(approval: ApprovalMode.Auto);
        var delivering = new RewardRequestGranted(Guid.Parse(request.Id));

        RecordOutcomeConsumer.Decide(request, delivering, Later).ShouldBe(Decision.Changed);
        RecordOutcomeConsumer.Decide(request, delivering, Later).ShouldBe(Decision.Unchanged);
        ShouldHaveMovedTo(request, RequestStatus.Approved, "system", null);

        RecordOutcomeConsumer.Decide(request, Fulfilled(request), Later).ShouldBe(Decision.Changed);
        request.Timeline.Select(entry => entry.Status).ShouldBe([RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Fulfilled]);
    }

    [Theory]
    [MemberData(nameof(Decided))]
    public void A_decision_is_made_once(RequestStatus status)
    {
        var request = Some.Request(status);

        ApproveRewardRequestConsumer.Decide(request, Approve(request, Operator), Later).Refusal!.Code.ShouldBe("ALREADY_DECIDED");
        RejectRewardRequestConsumer.Decide(request, Reject(request, Operator), Later).Refusal!.Code.ShouldBe("ALREADY_DECIDED");

        ShouldBeUntouched(request, status);
    }

    /// <summary>A database was restored from before: nothing stands that was granted there.</summary>
    [Theory]
    [InlineData(RequestStatus.Rejected)]
    [InlineData(RequestStatus.Cancelled)]
    public void That_it_was_decided_before_changes_no_end_that_says_so_too(RequestStatus status)
    {
        var request = Some.Request(status);

        RecordOutcomeConsumer.Decide(request, new RewardRequestFailed(Guid.Parse(request.Id), Reasons.DecidedBefore), Later).ShouldBe(Decision.Unchanged);

        ShouldBeUntouched(request, status);
    }

    [Theory]
    [InlineData(RequestStatus.Approved, typeof(RewardRequestApproved))]
    [InlineData(RequestStatus.Rejected, typeof(RewardRequestRejected))]
    [InlineData(RequestStatus.Cancelled, typeof(RewardRequestCancelled))]
    [InlineData(RequestStatus.Fulfilled, typeof(RewardRequestApproved))]
    [InlineData(RequestStatus.Failed, typeof(RewardRequestApproved))]
    [InlineData(RequestStatus.Revoked, typeof(RewardRequestRevoked))]
    public void A_saga_that_asks_again_hears_what_led_to_where_the_request_stands(RequestStatus status, Type decision)
    {
        var request = Some.Request(status);

        RejectRewardRequestConsumer.Decide(request, Reject(request, "system"), Later).ShouldBe(Decision.Changed);

        request.Raised.ShouldHaveSingleItem().ShouldBeOfType(decision);
        request.Status.ShouldBe(status);
        request.Timeline.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(EveryStatus))]
    public void Nobody_decides_on_his_own_request(RequestStatus status)
    {
        var request = Some.Request(status);

        ApproveRewardRequestConsumer.Decide(request, Approve(request, request.UserId.ToString()), Later).Refusal!.Code.ShouldBe("SELF_DECISION");
        RejectRewardRequestConsumer.Decide(request, Reject(request, request.UserId.ToString()), Later).Refusal!.Code.ShouldBe("SELF_DECISION");

        ShouldBeUntouched(request, status);
    }

    [Fact]
    public void A_rejection_needs_a_reason()
    {
        var request = Some.Request();

        RejectRewardRequestConsumer.Decide(request, Reject(request, Operator) with { Reason = " " }, Later).Refusal!.Errors!.Keys.ShouldBe(["reason"]);

        ShouldBeUntouched(request, RequestStatus.Pending);
    }

    [Fact]
    public void The_owner_cancels_a_pending_request_and_may_request_again()
    {
        var request = Some.Request();
        var owner = new Caller(request.UserId, [Role.User]);

        CancelRewardRequestConsumer.Decide(request, owner, Later).ShouldBe(Decision.Changed);

        ShouldHaveMovedTo(request, RequestStatus.Cancelled, request.UserId.ToString(), null);
        request.Raised.Single(message => message is not ChangeRecorded).ShouldBe(new RewardRequestCancelled(Guid.Parse(request.Id)));
        request.ClaimKey.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(EveryStatus))]
    public void A_request_counts_unless_it_came_to_nothing_and_nobody_refused_it(RequestStatus status) =>
        (Some.Request(status).ClaimKey is null).ShouldBe(status is RequestStatus.Cancelled or RequestStatus.Failed);

    [Theory]
    [MemberData(nameof(EveryStatus))]
    public void Only_its_owner_cancels_a_request(RequestStatus status)
    {
        var request = Some.Request(status);

        CancelRewardRequestConsumer.Decide(request, Some.User(Role.Operator, Role.Admin), Later).Refusal!.Code.ShouldBe("NOT_FOUND");

        ShouldBeUntouched(request, status);
    }

    [Theory]
    [MemberData(nameof(Decided))]
    public void Only_a_pending_request_is_cancelled(RequestStatus status)
    {
        var request = Some.Request(status);

        CancelRewardRequestConsumer.Decide(request, new Caller(request.UserId, [Role.User]), Later).Refusal!.Code.ShouldBe("INVALID_STATE");

        ShouldBeUntouched(request, status);
    }

    [Fact]
    public void A_fulfilled_request_shows_what_was_granted_and_the_code_to_its_owner()
    {
        var e = Some.Event(rewards: [Some.Points, Some.Coupon]);
        var request = Some.Request(RequestStatus.Approved, e);

        RecordOutcomeConsumer.Decide(request, Fulfilled(request, "SPRING"), Later).ShouldBe(Decision.Changed);

        ShouldHaveMovedTo(request, RequestStatus.Fulfilled, "system", null);
        request.Rewards.ShouldAllBe(r => r.Granted);
        Shown(withCodes: true).ShouldBe([null, "SPRING"]);
        Shown(withCodes: false).ShouldBe([null, null]);
        request.Raised.ShouldBeEmpty();
        request.Announced.ShouldHaveSingleItem().ShouldBeOfType<RequestSnapshot>().Rewards[1].CouponCode.ShouldBe("SPRING");

        IEnumerable<string?> Shown(bool withCodes) =>
            request.ToSnapshot().ToDetails(RewardTermsDocument.Of(e), withCodes).Rewards.Select(r => r.CouponCode);
    }

    [Fact]
    public void A_failed_request_says_why()
    {
        var request = Some.Request(RequestStatus.Approved);

        RecordOutcomeConsumer.Decide(request, Failed(request), Later).ShouldBe(Decision.Changed);

        ShouldHaveMovedTo(request, RequestStatus.Failed, "system", "OUT_OF_STOCK");
        request.Rewards.ShouldAllBe(r => !r.Granted);
    }

    [Theory]
    [InlineData(RequestStatus.Fulfilled)]
    [InlineData(RequestStatus.Failed)]
    [InlineData(RequestStatus.Revoked)]
    public void An_outcome_is_recorded_once(RequestStatus status)
    {
        var request = Some.Request(status);

        RecordOutcomeConsumer.Decide(request, Fulfilled(request), Later).ShouldBe(Decision.Unchanged);
        RecordOutcomeConsumer.Decide(request, Failed(request), Later).ShouldBe(Decision.Unchanged);

        ShouldBeUntouched(request, status);
    }

    /// <summary>Its database was restored; the approval was in the newer one. Meanwhile it may have ended here by its deadline, or by a person.</summary>
    [Theory]
    [InlineData(RequestStatus.Pending, RequestStatus.Fulfilled, null)]
    [InlineData(RequestStatus.Pending, RequestStatus.Failed, "OUT_OF_STOCK")]
    [InlineData(RequestStatus.Rejected, RequestStatus.Fulfilled, null)]
    [InlineData(RequestStatus.Rejected, RequestStatus.Failed, "OUT_OF_STOCK")]
    [InlineData(RequestStatus.Cancelled, RequestStatus.Fulfilled, null)]
    [InlineData(RequestStatus.Cancelled, RequestStatus.Failed, "OUT_OF_STOCK")]
    public void The_outcome_of_a_request_that_was_restored_from_before_its_approval_counts(RequestStatus status, RequestStatus outcome, string? reason)
    {
        var request = Some.Request(status);

        (outcome == RequestStatus.Fulfilled ? RecordOutcomeConsumer.Decide(request, Fulfilled(request), Later) : RecordOutcomeConsumer.Decide(request, Failed(request), Later))
            .ShouldBe(Decision.Changed);

        request.Timeline.Skip(1).ShouldBe(
            [new TimelineEntry(Later, RequestStatus.Approved, "system", null), new TimelineEntry(Later, outcome, "system", reason)]);
    }

    [Theory]
    [InlineData(RequestStatus.Rejected)]
    [InlineData(RequestStatus.Cancelled)]
    public void What_is_still_delivered_of_it_counts_too(RequestStatus status)
    {
        var request = Some.Request(status);

        RecordOutcomeConsumer.Decide(request, new RewardRequestGranted(Guid.Parse(request.Id)), Later).ShouldBe(Decision.Changed);

        ShouldHaveMovedTo(request, RequestStatus.Approved, "system", null);
    }

    private static ApproveRewardRequest Approve(RewardRequest request, string actor) => new(Guid.Parse(request.Id), actor, "well done");

    private static RejectRewardRequest Reject(RewardRequest request, string actor) => new(Guid.Parse(request.Id), actor, "not you");

    private static RewardRequestFailed Failed(RewardRequest request) => new(Guid.Parse(request.Id), "OUT_OF_STOCK");

    private static RewardRequestFulfilled Fulfilled(RewardRequest request, string? code = null) => new(
        Guid.Parse(request.Id),
        [.. request.Rewards.Select((reward, i) => new GrantedReward(reward.Id, i == 0 ? null : code))]);

    private static void ShouldHaveMovedTo(RewardRequest request, RequestStatus status, string actor, string? reason)
    {
        request.Status.ShouldBe(status);
        request.UpdatedAt.ShouldBe(Later);
        request.Timeline.Count.ShouldBe(2);
        request.Timeline[^1].ShouldBe(new TimelineEntry(Later, status, actor, reason));
        var announced = request.Announced.ShouldHaveSingleItem().ShouldBeOfType<RequestSnapshot>();
        announced.Status.ShouldBe(status);
        announced.Timeline.Count.ShouldBe(2);
    }

    private static void ShouldBeUntouched(RewardRequest request, RequestStatus status)
    {
        request.Status.ShouldBe(status);
        request.Timeline.Count.ShouldBe(1);
        request.Raised.ShouldBeEmpty();
        request.Rewards.ShouldAllBe(r => !r.Granted);
    }
}
