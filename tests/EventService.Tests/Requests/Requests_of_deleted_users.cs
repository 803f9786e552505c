using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using EventService.Requests;

namespace EventService.Tests.Requests;

public sealed class Requests_of_deleted_users(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task What_waits_for_a_decision_is_cancelled_and_makes_room()
    {
        var e = await service.ActiveEvent(terms => terms with { Approval = ApprovalMode.Manual, RequestLimit = 1 });
        var user = Some.User();
        var request = (await service.Request(e.Id, user)).Details!;

        await service.Bus.Publish(new UserDeleted(user.UserId));

        await Testing.Wait.Until(async () => (await service.Read(request.Id, user)).Details!.Status == RequestStatus.Cancelled, "CANCELLED");
        var last = (await service.Read(request.Id, user)).Details!.Timeline[^1];
        (last.Actor, last.Reason).ShouldBe((Actor.System, "USER_DELETED"));
        (await service.Approve(request.Id)).Code.ShouldBe("ALREADY_DECIDED");
        await Testing.Wait.Until(() => service.Heard<RewardRequestCancelled>(m => m.RequestId == request.Id).Count == 1, "the saga to hear of it");
        await Testing.Wait.Until(async () => (await service.Request(e.Id, Some.User())).Details is not null, "the place to be free");
    }

    [Fact]
    public async Task A_request_that_is_stored_after_the_deletion_is_cancelled_too()
    {
        var e = await service.ActiveEvent(terms => terms with { Approval = ApprovalMode.Manual });
        var user = Some.User();
        var first = (await service.Request(e.Id, user)).Details!;
        await service.Bus.Publish(new UserDeleted(user.UserId));
        await Testing.Wait.Until(async () => (await service.Read(first.Id, user)).Details!.Status == RequestStatus.Cancelled, "CANCELLED");

        (await service.Request(e.Id, user)).Details!.Status.ShouldBe(RequestStatus.Cancelled);
    }

    [Theory]
    [InlineData(RequestStatus.Pending, ApprovalMode.Auto)]
    [InlineData(RequestStatus.Approved, ApprovalMode.Manual)]
    [InlineData(RequestStatus.Fulfilled, ApprovalMode.Manual)]
    public void What_is_decided_stays(RequestStatus status, ApprovalMode approval)
    {
        var request = Some.Request(status, approval: approval);

        OpenRequests.Decide(request, Some.Now).Save.ShouldBeFalse();

        request.Status.ShouldBe(status);
    }

    [Fact]
    public void One_past_its_deadline_has_expired()
    {
        var request = Some.Request(deadline: Some.Now);

        OpenRequests.Decide(request, Some.Now.AddSeconds(1)).Save.ShouldBeTrue();

        (request.Status, request.Timeline[^1].Reason).ShouldBe((RequestStatus.Rejected, Reasons.ApprovalExpired));
    }
}
