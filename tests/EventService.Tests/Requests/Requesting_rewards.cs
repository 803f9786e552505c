using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;

namespace EventService.Tests.Requests;

public sealed class Requesting_rewards(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task Of_64_requests_of_one_user_at_once_one_is_accepted()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => service.Request(e.Id, user)));

        answers.Count(a => a.Details is not null).ShouldBe(1);
        answers.Count(a => a.Code == "ALREADY_REQUESTED").ShouldBe(63);
        await Testing.Wait.Until(() => service.Heard<RewardRequested>(r => r.EventId == e.Id).Count > 0, "RewardRequested");
        service.Heard<RewardRequested>(r => r.EventId == e.Id).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_64_users_at_once_each_is_accepted()
    {
        var e = await service.ActiveEvent();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => service.Request(e.Id, Some.User())));

        answers.ShouldAllBe(a => a.Details != null && a.Details.Status == RequestStatus.Pending);
        await Testing.Wait.Until(() => service.Heard<RewardRequested>(r => r.EventId == e.Id).Count == 64, "64 times RewardRequested");
    }

    [Fact]
    public async Task The_same_request_sent_16_times_at_once_is_one()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();
        var requestId = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.Request(e.Id, user, requestId)));

        answers.ShouldAllBe(a => a.Details != null && a.Details.Id == requestId && a.Details.Timeline.Count == 1);
        await Testing.Wait.Until(() => service.Heard<RewardRequested>(r => r.EventId == e.Id).Count > 0, "RewardRequested");
        service.Heard<RewardRequested>(r => r.EventId == e.Id).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_is_answered_with_the_request_even_when_the_event_is_paused()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();
        var request = (await service.Request(e.Id, user)).Details!;
        await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Status = EventStatus.Paused });

        (await service.Request(e.Id, user, request.Id)).Details!.Id.ShouldBe(request.Id);
        (await service.Request(e.Id, user)).Code.ShouldBe("EVENT_NOT_ACTIVE");
    }

    [Fact]
    public async Task The_request_id_of_another_user_is_not_answered_with_his_request()
    {
        var e = await service.ActiveEvent();
        var request = (await service.Request(e.Id, Some.User())).Details!;

        (await service.Request(e.Id, Some.User(), request.Id)).Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task An_event_that_is_not_there_or_has_no_rewards_is_refused()
    {
        var empty = (await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now))).Details!;

        (await service.Request(Guid.NewGuid(), Some.User())).Code.ShouldBe("NOT_FOUND");
        (await service.Request(empty.Id, Some.User())).Code.ShouldBe("NO_REWARDS");
    }

    [Fact]
    public async Task After_a_cancel_the_user_may_request_again()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();
        var first = (await service.Request(e.Id, user)).Details!;

        (await service.Cancel(first.Id, user)).Details!.Status.ShouldBe(RequestStatus.Cancelled);
        (await service.Request(e.Id, user)).Details!.Status.ShouldBe(RequestStatus.Pending);
        (await service.Request(e.Id, user)).Code.ShouldBe("ALREADY_REQUESTED");
    }

    [Fact]
    public async Task A_reward_is_either_removed_before_the_first_request_or_kept_for_it()
    {
        for (var round = 0; round < 25; round++)
        {
            var e = await service.ActiveEvent();
            var reward = (await service.Ask<ListRewards, RewardList>(new ListRewards(e.Id, 10, null, Some.Operator()))).Details!.Items[0];

            var removing = service.Ask<RemoveReward, RewardRemoved>(new RemoveReward(reward.Id, e.Id, Some.Operator()));
            var requesting = service.Request(e.Id, Some.User());
            var (removed, requested) = (await removing, await requesting);

            (removed.Code, requested.Code).ShouldBeOneOf((null, "NO_REWARDS"), ("REWARD_IN_USE", null));
            requested.Details?.Rewards.Select(r => r.RewardId).ShouldBe([reward.Id]);
        }
    }

    [Fact]
    public async Task Each_reader_sees_what_is_his()
    {
        var e = await service.ActiveEvent(Some.Coupon);
        var owner = Some.User();
        var request = (await service.Request(e.Id, owner)).Details!;
        await service.Approve(request.Id);
        await service.Bus.Publish(new RewardRequestFulfilled(request.Id, [new GrantedReward(request.Rewards[0].RewardId, "SPRING")]));
        await Testing.Wait.Until(async () => (await service.Read(request.Id, owner)).Details!.Status == RequestStatus.Fulfilled, "FULFILLED");

        (await service.Read(request.Id, owner)).Details!.Rewards[0].CouponCode.ShouldBe("SPRING");
        foreach (var role in new[] { Role.Operator, Role.Auditor, Role.Admin })
        {
            var seen = (await service.Read(request.Id, new Caller(Guid.NewGuid(), [role]))).Details!;
            seen.Rewards.ShouldBe([new RequestedReward(request.Rewards[0].RewardId, RewardType.Coupon, "A reward", true, null)]);
            seen.Timeline.Select(t => t.Status).ShouldBe([RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Fulfilled]);
        }

        (await service.Read(request.Id, Some.User())).Code.ShouldBe("NOT_FOUND");
        (await service.Cancel(request.Id, Some.User(Role.Admin))).Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task Pages_of_requests_hold_each_once_while_others_are_made()
    {
        var e = await service.ActiveEvent();
        foreach (var _ in Enumerable.Range(0, 23))
        {
            await service.Request(e.Id, Some.User());
        }

        var seen = new List<RewardRequestDetails>();
        string? cursor = null;
        do
        {
            var page = await List(new ListRewardRequests(null, e.Id, null, 5, cursor, Some.Operator()));
            page.Items.Count.ShouldBeLessThanOrEqualTo(5);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
            await service.Request(e.Id, Some.User());
        }
        while (cursor is not null);

        seen.Count.ShouldBe(23);
        seen.Select(r => r.Id).Distinct().Count().ShouldBe(23);
        seen.Select(r => r.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_list_holds_what_its_filters_name_and_users_get_their_own()
    {
        var (first, second) = (await service.ActiveEvent(), await service.ActiveEvent());
        var user = Some.User();
        var one = (await service.Request(first.Id, user)).Details!.Id;
        var two = (await service.Request(second.Id, user)).Details!.Id;
        var other = (await service.Request(first.Id, Some.User())).Details!.Id;
        await service.Approve(two);

        (await Ids(null, null, null, user)).ShouldBe([two, one]);
        (await Ids(user.UserId, null, null, user)).ShouldBe([two, one]);
        (await Ids(null, first.Id, null, user)).ShouldBe([one]);
        (await Ids(null, null, RequestStatus.Approved, user)).ShouldBe([two]);
        (await Ids(user.UserId, null, null, Some.Operator())).ShouldBe([two, one]);
        (await Ids(null, first.Id, null, Some.Operator())).ShouldBe([other, one]);
        (await Ids(user.UserId, second.Id, RequestStatus.Approved, Some.Operator())).ShouldBe([two]);
        (await Ids(user.UserId, second.Id, RequestStatus.Pending, Some.Operator())).ShouldBeEmpty();

        (await Ask(new ListRewardRequests(Guid.NewGuid(), null, null, 10, null, user))).Code.ShouldBe("FORBIDDEN");
        var bad = await Ask(new ListRewardRequests(null, null, null, 10, "nonsense", user));
        bad.Code.ShouldBe("VALIDATION_FAILED");
        bad.Refused!.Errors!.Keys.ShouldBe(["cursor"]);
    }

    private async Task<Guid[]> Ids(Guid? userId, Guid? eventId, RequestStatus? status, Caller caller) =>
        [.. (await List(new ListRewardRequests(userId, eventId, status, 10, null, caller))).Items.Select(r => r.Id)];

    private async Task<RewardRequestList> List(ListRewardRequests message) => (await Ask(message)).Details!;

    private Task<Answer<RewardRequestList>> Ask(ListRewardRequests message) => service.Ask<ListRewardRequests, RewardRequestList>(message);
}
