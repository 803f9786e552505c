using Contracts.Events;
using Contracts.Requests;
using EventService.Requests;

namespace EventService.Tests.Requests;

public sealed class Limited_requests(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task Of_300_users_at_once_as_many_are_accepted_as_the_event_takes()
    {
        var e = await service.ActiveEvent(terms => terms with { RequestLimit = 40 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => service.Request(e.Id, Some.User())));

        answers.Count(a => a.Details is not null).ShouldBe(40);
        answers.Count(a => a.Code == "REQUEST_LIMIT_REACHED").ShouldBe(260);
    }

    [Fact]
    public async Task What_comes_to_nothing_makes_room_once()
    {
        var e = await service.ActiveEvent(terms => terms with { RequestLimit = 3 });
        var user = Some.User();
        var (cancelled, rejected, failed) = (await Accepted(user), await Accepted(Some.User()), await Accepted(Some.User()));
        (await service.Request(e.Id, Some.User())).Code.ShouldBe("REQUEST_LIMIT_REACHED");

        await service.Cancel(cancelled.Id, user);
        await service.Reject(rejected.Id);
        await service.Approve(failed.Id);
        await service.Bus.Publish(new RewardRequestFailed(failed.Id, "OUT_OF_STOCK"));
        await Testing.Wait.Until(async () => (await Pool(e.Id)).Taken == 0, "all to be released");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.Bus.Publish(new ReleaseRequestLimit(failed.Id))));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Accepted(Some.User());
        }

        (await service.Request(e.Id, Some.User())).Code.ShouldBe("REQUEST_LIMIT_REACHED");
        (await Pool(e.Id)).Taken.ShouldBe(3);

        async Task<RewardRequestDetails> Accepted(Contracts.Caller caller) => (await service.Request(e.Id, caller)).Details.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_place_of_a_cancelled_or_rejected_request_is_free_once_that_is_answered()
    {
        var e = await service.ActiveEvent(terms => terms with { RequestLimit = 1 });
        for (var i = 0; i < 20; i++)
        {
            var user = Some.User();
            var request = (await service.Request(e.Id, user)).Details.ShouldNotBeNull();
            (await (i % 2 == 0 ? service.Cancel(request.Id, user) : service.Reject(request.Id))).Details.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Whoever_got_nothing_may_ask_again()
    {
        var e = await service.ActiveEvent();
        var user = Some.User();
        var failed = (await service.Request(e.Id, user)).Details!;
        await service.Approve(failed.Id);
        await service.Bus.Publish(new RewardRequestFailed(failed.Id, "OUT_OF_STOCK"));
        await Testing.Wait.Until(async () => (await service.Read(failed.Id, user)).Details!.Status == RequestStatus.Failed, "FAILED");

        (await service.Request(e.Id, user)).Details.ShouldNotBeNull();
        (await service.Request(e.Id, user)).Code.ShouldBe("ALREADY_REQUESTED");
    }

    [Fact]
    public async Task A_repeat_and_a_second_request_of_a_user_take_no_place()
    {
        var e = await service.ActiveEvent(terms => terms with { RequestLimit = 5 });
        var user = Some.User();
        var requestId = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => service.Request(e.Id, user, i % 2 == 0 ? requestId : null)));

        await Testing.Wait.Until(async () => (await Pool(e.Id)).Taken == 1, "one place to be taken");
    }

    [Fact]
    public async Task Of_64_requests_of_a_user_at_once_as_many_are_accepted_as_he_has_a_day()
    {
        var e = await service.ActiveEvent(terms => terms with { ClaimLimit = new ClaimLimit(ClaimSpan.Day, 7), TimeZone = "Europe/Berlin" });
        var user = Some.User();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => service.Request(e.Id, user)));

        answers.Count(a => a.Details is not null).ShouldBe(7);
        var refused = answers.Where(a => a.Details is null).ToList();
        refused.ShouldAllBe(a => a.Code == "CLAIM_LIMIT_REACHED");
        var nextAt = refused[0].Refused!.Data!["nextAt"].GetDateTimeOffset();
        nextAt.ShouldBe(ClaimPeriod.Of(e.Terms.ClaimLimit, e.Terms.TimeZone, service.Now).NextAt!.Value);
        (await service.Request(e.Id, Some.User())).Details.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_cancelled_claim_of_the_week_is_free_again()
    {
        var e = await service.ActiveEvent(terms => terms with { ClaimLimit = new ClaimLimit(ClaimSpan.Week, 2) });
        var user = Some.User();
        var first = (await service.Request(e.Id, user)).Details!;
        await service.Request(e.Id, user);
        (await service.Request(e.Id, user)).Code.ShouldBe("CLAIM_LIMIT_REACHED");

        await service.Cancel(first.Id, user);

        (await service.Request(e.Id, user)).Details.ShouldNotBeNull();
        (await service.Request(e.Id, user)).Code.ShouldBe("CLAIM_LIMIT_REACHED");
    }

    [Fact]
    public async Task A_limit_of_requests_and_a_budget_of_points_come_before_the_first()
    {
        var e = await service.ActiveEvent();
        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { PointBudget = 500 })).Details.ShouldNotBeNull();
        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Cleared = ["pointBudget"] })).Details.ShouldNotBeNull();
        await service.Request(e.Id, Some.User());

        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { RequestLimit = 5 })).Code.ShouldBe("INVALID_STATE");
        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { PointBudget = 500 })).Code.ShouldBe("INVALID_STATE");
    }

    [Theory]
    [InlineData(ClaimSpan.Day, 1)]
    [InlineData(ClaimSpan.Week, 2)]
    [InlineData(ClaimSpan.Once, 5)]
    public async Task Who_has_claimed_under_another_limit_has_claimed(ClaimSpan per, int max)
    {
        var e = await service.ActiveEvent(terms => terms with { ClaimLimit = new ClaimLimit(per, max) });
        var user = Some.User();
        (await service.Request(e.Id, user)).Details.ShouldNotBeNull();

        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Cleared = ["claimLimit"] })).Details.ShouldNotBeNull();

        (await service.Request(e.Id, user)).Code.ShouldBe("ALREADY_REQUESTED");
        (await service.Request(e.Id, Some.User())).Details.ShouldNotBeNull();
    }

    private async Task<RequestPool> Pool(Guid eventId) => (await service.Store<RequestPool>().Get(eventId.ToString()))!;
}
