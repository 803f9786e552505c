using Contracts;
using Contracts.Events;
using Contracts.Rewards;
using Contracts.Users;
using Documents;
using EventService.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace EventService.Tests.Events;

public sealed class Managing_events(RunningEventService service) : IClassFixture<RunningEventService>
{
    private readonly string tag = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task The_same_event_created_16_times_at_once_is_one()
    {
        var message = Some.CreateEvent(service.Now);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.Ask<CreateEvent, EventDetails>(message)));

        answers.Select(a => a.Details).Distinct().ShouldHaveSingleItem()!.Id.ShouldBe(message.EventId);
    }

    [Fact]
    public async Task Of_two_changes_that_expect_the_same_version_one_is_stale()
    {
        var e = await Create("race");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Name = $"{tag} {i}", ExpectedVersion = 1 })));

        answers.Count(a => a.Details?.Version == 2).ShouldBe(1);
        answers.Count(a => a.Code == "STALE_VERSION").ShouldBe(7);
    }

    [Fact]
    public async Task Whoever_keeps_how_an_event_looks_is_told_when_it_is_made_and_each_time_it_changes()
    {
        var e = await Create("told");
        await Told(1);
        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Name = $"{tag} other" })).Code.ShouldBeNull();
        await Told(2);
        (await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(e.Id, Some.Operator()))).Code.ShouldBeNull();
        await Told(3);

        Task Told(int times) => Wait.Until(() => service.Heard<EventsChanged>(m => m.EventIds.Contains(e.Id)).Count == times, $"{times} changes are told");
    }

    [Fact]
    public async Task Rewards_added_at_once_are_all_there_and_the_version_stays()
    {
        var e = await Create("rewards");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id))));

        var list = await service.Ask<ListRewards, RewardList>(new ListRewards(e.Id, 100, null, Some.User()));
        list.Details!.Items.Count.ShouldBe(20);
        (await Get(e.Id, Some.User())).Details!.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData(EventStatus.Draft, false)]
    [InlineData(EventStatus.Active, true)]
    [InlineData(EventStatus.Paused, true)]
    [InlineData(EventStatus.Ended, true)]
    [InlineData(EventStatus.Archived, false)]
    public async Task Users_see_active_paused_and_ended_events_and_staff_all(EventStatus status, bool forUsers)
    {
        var e = await Create("seen", status);

        (await Get(e.Id, Some.User())).Code.ShouldBe(forUsers ? null : "NOT_FOUND");
        (await service.Ask<ListRewards, RewardList>(new ListRewards(e.Id, 10, null, Some.User()))).Code.ShouldBe(forUsers ? null : "NOT_FOUND");
        (await Names(Some.User(), status)).ShouldBe(forUsers ? [e.Terms.Name] : []);
        (await Names(Some.User())).ShouldBe(forUsers ? [e.Terms.Name] : []);
        foreach (var role in new[] { Role.Operator, Role.Auditor, Role.Admin })
        {
            var caller = new Caller(Guid.NewGuid(), [Role.User, role]);
            (await Get(e.Id, caller)).Details!.Status.ShouldBe(status);
            (await Names(caller, status)).ShouldBe([e.Terms.Name]);
            (await Names(caller)).ShouldBe([e.Terms.Name]);
        }
    }

    [Theory]
    [InlineData(Permissions.EventsWrite, true)]
    [InlineData(Permissions.RewardsWrite, true)]
    [InlineData(Permissions.RequestsRead, true)]
    [InlineData(Permissions.ActivitiesWrite, false)]
    public async Task A_service_account_sees_what_it_may_manage(string permission, bool seesDrafts)
    {
        var machine = new Caller(Guid.NewGuid(), [], [Permissions.EventsRead, permission]);
        var draft = await Create("a machine's", EventStatus.Draft);

        (await Get(draft.Id, machine)).Code.ShouldBe(seesDrafts ? null : "NOT_FOUND");
        (await service.Ask<ListRewards, RewardList>(new ListRewards(draft.Id, 10, null, machine))).Code.ShouldBe(seesDrafts ? null : "NOT_FOUND");
        (await Names(machine)).ShouldBe(seesDrafts ? [draft.Terms.Name] : []);
    }

    [Fact]
    public async Task Only_staff_see_a_coupon_code()
    {
        var e = await service.ActiveEvent(Some.Coupon);

        (await Codes(Some.User())).ShouldBe([null]);
        (await Codes(Some.Operator())).ShouldBe([Some.Coupon.CouponCode]);
        (await Codes(new Caller(Guid.NewGuid(), [Role.Auditor]))).ShouldBe([Some.Coupon.CouponCode]);

        async Task<string?[]> Codes(Caller caller) =>
            [.. (await service.Ask<ListRewards, RewardList>(new ListRewards(e.Id, 10, null, caller))).Details!.Items.Select(r => r.Value.ToFields().CouponCode)];
    }

    [Fact]
    public async Task A_list_of_active_events_holds_those_that_can_be_requested_now()
    {
        var now = await Create("now");
        await Create("draft", EventStatus.Draft);
        await Create("paused", EventStatus.Paused);
        var later = await Create("later", terms: t => t with { PeriodStart = service.Now.AddHours(1) });

        (await Names(Some.Operator(), active: true)).ShouldBe([now.Terms.Name]);
        (await Names(Some.Operator(), EventStatus.Draft, active: true)).ShouldBeEmpty();
        (await Names(Some.User(), EventStatus.Active)).ShouldBe([later.Terms.Name, now.Terms.Name]);
    }

    [Theory]
    [InlineData(EventStatus.Active)]
    [InlineData(EventStatus.Paused)]
    public async Task One_that_is_past_its_end_is_listed_and_read_as_ended(EventStatus stored)
    {
        var e = await Create("past");
        await service.Store<EventDocument>().Change(e.Id.ToString(), document =>
        {
            document.Status = stored;
            document.Terms = document.Terms with { PeriodEnd = service.Now };
            return true;
        });

        (await Get(e.Id, Some.User())).Details!.Status.ShouldBe(EventStatus.Ended);
        (await Listed(stored)).ShouldBeEmpty();
        (await Listed(EventStatus.Ended)).ShouldHaveSingleItem().Id.ShouldBe(e.Id);
        (await Listed(null)).ShouldHaveSingleItem().Status.ShouldBe(EventStatus.Ended);

        async Task<IReadOnlyList<EventDetails>> Listed(EventStatus? status) =>
            (await service.Ask<ListEvents, EventList>(new ListEvents(status, null, $"{tag} past", 100, null, Some.User()))).Details!.Items;
    }

    [Fact]
    public async Task Pages_of_ended_events_hold_those_that_are_stored_as_ended_and_those_that_are_only_past_their_end()
    {
        var expected = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            var e = await Create($"over {i}", i % 3 == 0 ? EventStatus.Ended : EventStatus.Active);
            if (i % 3 == 1)
            {
                await service.Store<EventDocument>().Change(e.Id.ToString(), document =>
                {
                    document.Terms = document.Terms with { PeriodEnd = service.Now };
                    return true;
                });
            }

            if (i % 3 != 2)
            {
                expected.Insert(0, e.Id);
            }
        }

        foreach (var size in new[] { 1, 3, 8, 100 })
        {
            var seen = new List<Guid>();
            string? cursor = null;
            do
            {
                var page = (await service.Ask<ListEvents, EventList>(new ListEvents(EventStatus.Ended, null, $"{tag} OVER", size, cursor, Some.User()))).Details!;
                seen.AddRange(page.Items.Select(e => e.Id));
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            seen.ShouldBe(expected, $"in pages of {size}");
        }
    }

    [Fact]
    public async Task A_new_name_is_found_and_the_one_before_is_not()
    {
        var e = await Create("before");
        await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Name = $"{tag} after" });

        (await Names(Some.User(), part: $"{tag} AFTER")).ShouldBe([$"{tag} after"]);
        (await Names(Some.User(), part: $"{tag} before")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_part_of_the_name_is_found_in_any_case()
    {
        var e = await Create("ÉTÉ Über-Bonus");

        (await Names(Some.User(), part: "été über")).ShouldBe([e.Terms.Name]);
        (await Names(Some.User(), part: "winter")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_of_events_hold_each_once_newest_first_while_others_are_created(bool byName)
    {
        // Without a part of the name, other tests' events come along: the tag picks this test's.
        for (var i = 0; i < 17; i++)
        {
            await Create($"page {i}");
        }

        var before = service.Now;
        var seen = new List<EventDetails>();
        string? cursor = null;
        do
        {
            var page = (await service.Ask<ListEvents, EventList>(new ListEvents(null, null, byName ? tag : null, 5, cursor, Some.User()))).Details!;
            page.Items.Count.ShouldBeLessThanOrEqualTo(5);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
            await Create("in between");
        }
        while (cursor is not null);

        seen.ShouldAllBe(e => e.CreatedAt <= before || !e.Terms.Name.Contains("page", StringComparison.Ordinal));
        seen.Where(e => e.Terms.Name.Contains(tag, StringComparison.Ordinal)).Select(e => e.Terms.Name)
            .ShouldBe(Enumerable.Range(0, 17).Reverse().Select(i => $"{tag} page {i}"));
        seen.Select(e => e.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_bad_cursor_is_refused()
    {
        var events = await service.Ask<ListEvents, EventList>(new ListEvents(EventStatus.Draft, null, null, 5, "%", Some.User()));
        var rewards = await service.Ask<ListRewards, RewardList>(new ListRewards((await Create("cursor")).Id, 5, "bm90", Some.User()));

        events.Refused!.Errors!.Keys.ShouldBe(["cursor"]);
        rewards.Refused!.Errors!.Keys.ShouldBe(["cursor"]);
    }

    [Fact]
    public async Task An_archived_event_stays_archived_and_what_is_not_there_is_not_found()
    {
        var e = await Create("archive");

        var first = await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(e.Id, Some.Operator()));
        var second = await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(e.Id, Some.Operator()));

        first.Details!.Status.ShouldBe(EventStatus.Archived);
        second.Details.ShouldBe(first.Details);
        (await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(Guid.NewGuid(), Some.Operator()))).Code.ShouldBe("NOT_FOUND");
        (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(Guid.NewGuid()))).Code.ShouldBe("NOT_FOUND");
        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(Guid.NewGuid()))).Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task Past_its_end_an_event_becomes_ended_within_a_minute_once_although_three_instances_look()
    {
        var ending = await Create("ending");
        var paused = await Create("paused", EventStatus.Paused);
        var draft = await Create("draft", EventStatus.Draft);
        var endless = await Create("endless", terms: t => t with { PeriodEnd = null });
        var store = service.Store<EventDocument>();
        var clock = new FakeTime(ending.Terms.PeriodEnd!.Value.AddSeconds(-30));
        var instances = Enumerable.Range(0, 3).Select(_ => new EndDueEvents(store, clock, NullLogger<EndDueEvents>.Instance)).ToList();
        foreach (var instance in instances)
        {
            await instance.StartAsync(CancellationToken.None);
        }

        await Pass(TimeSpan.Zero);
        (await Get(ending.Id, Some.User())).Details!.Status.ShouldBe(EventStatus.Active);
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(90); waited += EndDueEvents.Interval)
        {
            await Pass(EndDueEvents.Interval);
        }

        foreach (var instance in instances)
        {
            await instance.StopAsync(CancellationToken.None);
        }

        var ended = (await Get(ending.Id, Some.User())).Details!;
        ended.Status.ShouldBe(EventStatus.Ended);
        ended.Version.ShouldBe(2);
        ended.UpdatedAt.ShouldBeGreaterThanOrEqualTo(ending.Terms.PeriodEnd.Value);
        ended.UpdatedAt.ShouldBeLessThanOrEqualTo(ending.Terms.PeriodEnd.Value.AddMinutes(1));
        (await Get(paused.Id, Some.User())).Details!.Status.ShouldBe(EventStatus.Ended);
        (await Get(draft.Id, Some.Operator())).Details!.Status.ShouldBe(EventStatus.Draft);
        (await Get(endless.Id, Some.User())).Details!.Status.ShouldBe(EventStatus.Active);

        // An instance that sleeps on the clock has done its round.
        async Task Pass(TimeSpan time)
        {
            clock.Advance(time);
            await Testing.Wait.Until(() => clock.Waiting == instances.Count, "every instance's round");
        }
    }

    private async Task<EventDetails> Create(string name, EventStatus status = EventStatus.Active, Func<EventTerms, EventTerms>? terms = null)
    {
        var create = Some.CreateEvent(service.Now) with { Status = status == EventStatus.Draft ? status : EventStatus.Active };
        var named = create.Terms with { Name = $"{tag} {name}" };
        var e = (await service.Ask<CreateEvent, EventDetails>(create with { Terms = terms is null ? named : terms(named) })).Details.ShouldNotBeNull();
        return status switch
        {
            EventStatus.Archived => (await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(e.Id, Some.Operator()))).Details!,
            _ when status == e.Status => e,
            _ => (await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(e.Id) with { Status = status })).Details!,
        };
    }

    private Task<Answer<EventDetails>> Get(Guid id, Caller caller) => service.Ask<GetEvent, EventDetails>(new GetEvent(id, caller));

    private async Task<string[]> Names(Caller caller, EventStatus? status = null, bool? active = null, string? part = null) =>
    [
        .. (await service.Ask<ListEvents, EventList>(new ListEvents(status, active, part ?? tag, 100, null, caller))).Details!.Items
            .Select(e => e.Terms.Name)
            .Where(name => name.Contains(tag, StringComparison.Ordinal)),
    ];
}
