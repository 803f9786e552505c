using Contracts.Requests;
using EventService.Requests;

namespace EventService.Tests.Requests;

public sealed class Revoking_and_four_eyes
{
    private static readonly Contracts.Caller Admin = new(Guid.NewGuid(), [Contracts.Users.Role.Admin]);

    [Theory]
    [InlineData(RequestStatus.Fulfilled, true)]
    [InlineData(RequestStatus.Pending, false)]
    [InlineData(RequestStatus.Approved, false)]
    [InlineData(RequestStatus.Rejected, false)]
    [InlineData(RequestStatus.Failed, false)]
    [InlineData(RequestStatus.Cancelled, false)]
    [InlineData(RequestStatus.Revoked, false)]
    public void Only_what_is_fulfilled_is_revoked(RequestStatus status, bool isRevoked)
    {
        var request = Some.Request(status);

        var decision = RevokeRewardRequestConsumer.Decide(request, new RevokeRewardRequest(Guid.Parse(request.Id), Admin, "a mistake"), Some.Now);

        decision.Save.ShouldBe(isRevoked);
        (decision.Refusal?.Code).ShouldBe(isRevoked ? null : "INVALID_STATE");
        request.Status.ShouldBe(isRevoked ? RequestStatus.Revoked : status);
        request.Raised.OfType<RewardRequestRevoked>()
            .ShouldBe(isRevoked ? [new RewardRequestRevoked(Guid.Parse(request.Id), "a mistake")] : []);
    }

    [Fact]
    public void What_is_revoked_shows_no_code_and_who_and_why()
    {
        var request = Some.Request(RequestStatus.Fulfilled, Some.Event(Contracts.Events.EventStatus.Active, Some.Coupon));
        request.Rewards[0] = request.Rewards[0] with { Granted = true, CouponCode = "SPRING" };

        RevokeRewardRequestConsumer.Decide(request, new RevokeRewardRequest(Guid.Parse(request.Id), Admin, "a mistake"), Some.Now);

        request.Rewards[0].ShouldSatisfyAllConditions(r => r.Granted.ShouldBeFalse(), r => r.CouponCode.ShouldBeNull());
        request.Timeline[^1].ShouldBe(new TimelineEntry(Some.Now, RequestStatus.Revoked, Admin.UserId.ToString(), "a mistake"));
    }

    [Fact]
    public void Four_eyes_take_two_operators()
    {
        var e = Some.Event();
        e.Terms = e.Terms with { FourEyes = true };
        var request = Some.NewRequest(e);
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());

        Approve(request.UserId.ToString()).Refusal!.Code.ShouldBe("SELF_DECISION");
        Approve(first).ShouldBe(Decision.Changed);
        request.Status.ShouldBe(RequestStatus.Pending);
        request.Timeline[^1].ShouldBe(new TimelineEntry(Some.Now, RequestStatus.Pending, first, "FIRST_APPROVAL"));
        Approve(first).Refusal!.Code.ShouldBe("SAME_OPERATOR");
        Approve(second).ShouldBe(Decision.Changed);
        request.Status.ShouldBe(RequestStatus.Approved);
        Approve(first).Refusal!.Code.ShouldBe("ALREADY_DECIDED");

        Decision Approve(string actor) => RequestDecision.Decide(request, RequestStatus.Approved, actor, null, Some.Now);
    }
}
