using Contracts;
using Contracts.Requests;
using EventService.Requests;

namespace EventService.Tests.Requests;

public sealed class Resuming_requests
{
    [Fact]
    public void A_pending_request_that_waits_long_is_told_again()
    {
        var request = Some.Request();
        var due = request.StalledAt!.Value;

        ResumeRewardRequestConsumer.Resume(request, due).ShouldBeTrue();

        request.Raised[^1].ShouldBeOfType<RewardRequested>().RequestId.ToString().ShouldBe(request.Id);
        request.StalledAt!.Value.ShouldBeGreaterThan(due);
        request.Status.ShouldBe(RequestStatus.Pending);
    }

    [Fact]
    public void An_approved_request_that_waits_long_is_told_again()
    {
        var request = Some.Request();
        request.MoveTo(RequestStatus.Approved, Actor.System, null, Some.Now);

        ResumeRewardRequestConsumer.Resume(request, request.StalledAt!.Value).ShouldBeTrue();

        request.Raised[^1].ShouldBeOfType<RewardRequestApproved>().RequestId.ToString().ShouldBe(request.Id);
    }

    [Fact]
    public void The_pauses_grow_with_the_age()
    {
        var request = Some.Request();
        var first = request.StalledAt!.Value;
        ResumeRewardRequestConsumer.Resume(request, first + TimeSpan.FromHours(1));

        request.StalledAt!.Value.ShouldBe(first + TimeSpan.FromHours(1) + (first + TimeSpan.FromHours(1) - request.UpdatedAt));
    }

    [Fact]
    public void A_request_that_is_not_due_is_left_alone()
    {
        var request = Some.Request();
        var before = request.Raised.Count;

        ResumeRewardRequestConsumer.Resume(request, request.StalledAt!.Value.AddSeconds(-1)).ShouldBeFalse();

        request.Raised.Count.ShouldBe(before);
    }

    [Fact]
    public void A_revoked_request_is_told_again_for_a_day()
    {
        var request = Some.Request(RequestStatus.Fulfilled);
        request.Revoke("admin", "a mistake", Some.Now);

        var told = 0;
        while (request.StalledAt is { } due)
        {
            (due - Some.Now).ShouldBeLessThan(TimeSpan.FromDays(1));
            ResumeRewardRequestConsumer.Resume(request, due).ShouldBeTrue();
            request.Raised[^1].ShouldBe(new RewardRequestRevoked(Guid.Parse(request.Id), "a mistake"));
            told++;
        }

        told.ShouldBeInRange(5, 20);
    }

    [Theory]
    [InlineData(RequestStatus.Fulfilled)]
    [InlineData(RequestStatus.Failed)]
    [InlineData(RequestStatus.Rejected)]
    [InlineData(RequestStatus.Cancelled)]
    public void An_ended_request_waits_for_nothing(RequestStatus status)
    {
        var request = Some.Request();
        request.MoveTo(status, Actor.System, null, Some.Now);

        request.StalledAt.ShouldBeNull();
        ResumeRewardRequestConsumer.Resume(request, Some.Now.AddYears(1)).ShouldBeFalse();
    }
}
