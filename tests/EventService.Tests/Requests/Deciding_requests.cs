using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;

namespace EventService.Tests.Requests;

public sealed class Deciding_requests(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task Of_an_approval_a_rejection_and_a_cancel_at_once_one_wins()
    {
        var e = await service.ActiveEvent();
        for (var round = 0; round < 25; round++)
        {
            var user = Some.User();
            var id = (await service.Request(e.Id, user)).Details!.Id;

            var answers = await Task.WhenAll(
                service.Approve(id), service.Reject(id), service.Cancel(id, user), service.Approve(id), service.Reject(id), service.Cancel(id, user));

            var winner = answers.Single(a => a.Details is not null).Details!;
            answers.Where(a => a.Details is null).ShouldAllBe(a => a.Code == "ALREADY_DECIDED" || a.Code == "INVALID_STATE");
            var stored = (await service.Read(id, user)).Details!;
            stored.Status.ShouldBe(winner.Status);
            stored.Timeline.Count.ShouldBe(2);
            await Testing.Wait.Until(() => Decisions(id) > 0, "the decision");
            Decisions(id).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Commands_that_nobody_waits_for_are_done_and_their_duplicates_change_nothing()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();
        var id = (await service.Request(e.Id, user)).Details!.Id;

        await service.Approve(id);
        for (var i = 0; i < 5; i++)
        {
            await service.Bus.Publish(new RejectRewardRequest(id, "system", "APPROVAL_EXPIRED"));
        }

        // Each tells the saga the one decision again.
        await Testing.Wait.Until(() => Decisions(id) == 6, "six times the same decision");
        (await service.Read(id, user)).Details!.Timeline.Count.ShouldBe(2);
        service.Heard<RewardRequestApproved>(m => m.RequestId == id).Count.ShouldBe(6);
        service.Heard<RewardRequestDetails>(m => m.Id == id).ShouldBeEmpty("An answer that nobody awaits is not sent to everyone.");
    }

    [Fact]
    public async Task A_decision_that_is_delivered_again_is_answered_as_the_first_time()
    {
        var e = await service.ActiveEvent(terms => terms with { ClaimLimit = new ClaimLimit(ClaimSpan.Once, 10), FourEyes = true });
        var user = Some.User();
        var admin = Some.User(Contracts.Users.Role.Admin);
        var (approved, rejected, cancelled) = (await Requested(), await Requested(), await Requested());

        await Twice(new ApproveRewardRequest(approved, Guid.NewGuid().ToString(), null), RequestStatus.Pending);
        await Twice(new ApproveRewardRequest(approved, Guid.NewGuid().ToString(), null), RequestStatus.Approved);
        await Twice(new RejectRewardRequest(rejected, Guid.NewGuid().ToString(), "not you"), RequestStatus.Rejected);
        await Twice(new CancelRewardRequest(cancelled, user), RequestStatus.Cancelled);
        await service.Bus.Publish(new RewardRequestFulfilled(approved, []));
        await WaitFor(approved, user, RequestStatus.Fulfilled);
        await Twice(new RevokeRewardRequest(approved, admin, "a mistake"), RequestStatus.Revoked);
        (await service.Approve(approved)).Code.ShouldBe("ALREADY_DECIDED");

        async Task<Guid> Requested() => (await service.Request(e.Id, user)).Details!.Id;

        async Task Twice<T>(T command, RequestStatus status) where T : class
        {
            var id = Guid.NewGuid();
            var first = (await service.Ask<T, RewardRequestDetails>(command, id)).Details.ShouldNotBeNull();
            var second = (await service.Ask<T, RewardRequestDetails>(command, id)).Details.ShouldNotBeNull();

            second.Status.ShouldBe(status);
            second.Timeline.ShouldBe(first.Timeline);
        }
    }

    [Fact]
    public async Task Duplicate_and_late_outcomes_change_nothing()
    {
        var (id, user, fulfilled) = await Approved();

        await service.Bus.Publish(fulfilled);
        await WaitFor(id, user, RequestStatus.Fulfilled);
        await service.Bus.Publish(fulfilled);
        await service.Bus.Publish(new RewardRequestFailed(id, "OUT_OF_STOCK"));
        await service.Bus.Publish(new RejectRewardRequest(id, "system", "APPROVAL_EXPIRED"));
        await BusHasWorked();

        var stored = (await service.Read(id, user)).Details!;
        stored.Status.ShouldBe(RequestStatus.Fulfilled);
        stored.Timeline.Count.ShouldBe(3);
        Decisions(id).ShouldBe(2, "its own, and again for the saga that asked");
    }

    [Fact]
    public async Task What_was_granted_before_its_database_was_restored_is_fulfilled_without_another_approval()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();
        var request = (await service.Request(e.Id, user)).Details!;

        await service.Bus.Publish(new RewardRequestFulfilled(request.Id, [new GrantedReward(request.Rewards[0].RewardId, null)]));

        await WaitFor(request.Id, user, RequestStatus.Fulfilled);
        (await service.Read(request.Id, user)).Details!.Timeline.Select(t => t.Status)
            .ShouldBe([RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Fulfilled]);
        (await service.Approve(request.Id)).Refused.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_change_is_announced_as_the_owner_sees_it()
    {
        var (id, user, fulfilled) = await Approved(Some.Coupon);
        await service.Bus.Publish(fulfilled);
        await WaitFor(id, user, RequestStatus.Fulfilled);

        List<RewardRequestDetails> changes = [];
        await Testing.Wait.Until(
            () => (changes = [.. service.Heard<RewardRequestsChanged>(_ => true).SelectMany(m => m.Requests).Where(r => r.Id == id).OrderBy(r => r.Timeline.Count)]).Count == 3,
            "three changes");
        changes.Select(r => r.Status).ShouldBe([RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Fulfilled]);
        changes.Select(r => r.Rewards[0].CouponCode).ShouldBe([null, null, Some.Coupon.CouponCode]);
        changes.ShouldAllBe(r => r.UserId == user.UserId);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        (await service.Approve(Guid.NewGuid())).Code.ShouldBe("NOT_FOUND");
        (await service.Reject(Guid.NewGuid())).Code.ShouldBe("NOT_FOUND");
        (await service.Cancel(Guid.NewGuid(), Some.User())).Code.ShouldBe("NOT_FOUND");
        (await service.Read(Guid.NewGuid(), Some.Operator())).Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task Nobody_decides_on_his_own_request()
    {
        var e = await service.ActiveEvent();
        var user = Some.User(Contracts.Users.Role.Operator);
        var id = (await service.Request(e.Id, user)).Details!.Id;

        (await service.Approve(id, user.UserId.ToString())).Code.ShouldBe("SELF_DECISION");
        (await service.Read(id, user)).Details!.Status.ShouldBe(RequestStatus.Pending);
    }

    private async Task<(Guid Id, Caller User, RewardRequestFulfilled Fulfilled)> Approved(params RewardValue[] rewards)
    {
        var e = await service.ActiveEvent(rewards);
        var user = Some.User();
        var request = (await service.Request(e.Id, user)).Details!;
        (await service.Approve(request.Id)).Details!.Status.ShouldBe(RequestStatus.Approved);
        await Testing.Wait.Until(() => Decisions(request.Id) == 1, "the approval");
        var code = rewards.FirstOrDefault()?.ToFields().CouponCode;
        return (request.Id, user, new RewardRequestFulfilled(request.Id, [new GrantedReward(request.Rewards[0].RewardId, code)]));
    }

    private int Decisions(Guid id) =>
        service.Heard<RewardRequestApproved>(m => m.RequestId == id).Count
        + service.Heard<RewardRequestRejected>(m => m.RequestId == id).Count
        + service.Heard<RewardRequestCancelled>(m => m.RequestId == id).Count;

    private Task WaitFor(Guid id, Caller user, RequestStatus status) =>
        Testing.Wait.Until(async () => (await service.Read(id, user)).Details!.Status == status, status.ToString());

    /// <summary>Later messages of the same kinds are done, so the earlier ones are.</summary>
    private async Task BusHasWorked()
    {
        var (id, user, fulfilled) = await Approved();
        await service.Bus.Publish(fulfilled);
        await WaitFor(id, user, RequestStatus.Fulfilled);
    }
}
