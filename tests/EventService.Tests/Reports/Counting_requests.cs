using Contracts;
using Contracts.Requests;
using Documents;
using EventService.Events;
using EventService.Reports;
using EventService.Requests;
using Testing.Stores;

namespace EventService.Tests.Reports;

/// <summary>A report is what reading every request adds up to, whoever counts, however often, and wherever it was cut off.</summary>
public sealed class Counting_requests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Of_random_flows_the_report_is_that_of_a_naive_scan(int seed)
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, seed);
        for (var round = 0; round < 10; round++)
        {
            await flow.Go(20);
            await opened.CountAll();
            await flow.Check();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_crash_between_any_two_saves_counts_nothing_twice_and_forgets_nothing(int seed)
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, 1000 + seed);
        var crashes = 0;
        for (var round = 0; round < 12; round++)
        {
            await flow.Go(15);
            opened.Time.Advance(TimeSpan.FromMinutes(1));
            var dying = opened.Counter(new Crash(flow.Next(12), flow.Next(2) == 0));
            try
            {
                while (await dying.Pass(default))
                {
                }
            }
            catch (CrashException)
            {
                crashes++;
            }
        }

        crashes.ShouldBeGreaterThan(3);
        await opened.CountAll();
        await flow.Check();
    }

    [Fact]
    public async Task Several_instances_at_once_and_a_rebuild_between_count_each_request_once()
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, 77);
        using var stopping = new CancellationTokenSource();
        var counters = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var counter = opened.Counter();
            while (!stopping.IsCancellationRequested)
            {
                await counter.Pass(default);
            }
        })).ToList();

        for (var round = 0; round < 15; round++)
        {
            await flow.Go(20);
            opened.Time.Advance(TimeSpan.FromSeconds(2));
            if (round % 5 == 4)
            {
                await flow.Rebuild();
            }
        }

        await stopping.CancelAsync();
        await Task.WhenAll(counters);
        await opened.CountAll();
        await flow.Check();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task One_instance_that_goes_on_with_another_now_and_then_counts_each_user_once(int seed)
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, 2000 + seed);
        var (one, other) = (opened.Counter(), opened.Counter());
        for (var round = 0; round < 12; round++)
        {
            await flow.Go(20);
            if (round == 7)
            {
                await flow.Rebuild();
            }

            opened.Time.Advance(TimeSpan.FromMinutes(1));
            while (await (round is 5 or 6 ? other : one).Pass(default))
            {
            }

            await flow.Check();
        }
    }

    [Fact]
    public async Task A_rebuild_mends_what_is_wrong_and_shows_what_was_there_until_it_is_done()
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, 5);
        await flow.Go(300);
        await opened.CountAll();
        await opened.Reports.Change(flow.Events[0].Id, report =>
        {
            report.Tally.Points += 1_000_000;
            return true;
        });
        var wrong = await opened.Reported(flow.Events[0]);

        await flow.Rebuild();

        (await opened.Reported(flow.Events[0])).ShouldBe(wrong);
        await opened.CountAll();
        await flow.Check();
    }

    [Fact]
    public async Task Requests_that_are_older_than_the_report_are_found_in_the_order_of_their_creation()
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, 6);
        await flow.Go(900);
        foreach (var e in flow.Events)
        {
            await opened.Reports.Insert(EventReportDocument.Of(e.Id, opened.Time.GetUtcNow()));
        }

        // To this clock all of it has only just changed: nothing is found by that.
        var counter = opened.Counter(at: Some.Now);
        for (var pass = 0; pass < 5; pass++)
        {
            await counter.Pass(default);
        }

        await flow.Check();
    }

    [Fact]
    public async Task What_has_not_changed_is_not_written_again()
    {
        await using var opened = await OpenReports.Create();
        var flow = new Flow(opened, 9);
        await flow.Go(20);
        await opened.CountAll();
        var version = (await opened.Reports.Get(flow.Events[0].Id))!.Version;

        await opened.CountAll();

        (await opened.Reports.Get(flow.Events[0].Id))!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task How_far_they_are_behind_is_measured()
    {
        await using var opened = await OpenReports.Create();
        var (e, sample) = (Some.Event(rewards: [Some.Points]), ReportBacklog.Of(opened.Requests, opened.Reports, opened.Time));
        (await Measured()).ShouldBe(["report.uncounted 0", "report.uncounted.age 0", "report.rebuild.age 0"]);
        await opened.Request(e, Guid.NewGuid(), "1");
        opened.Time.Advance(TimeSpan.FromSeconds(60));
        await opened.Request(e, Guid.NewGuid(), "2");
        opened.Time.Advance(TimeSpan.FromSeconds(30));

        (await Measured()).ShouldBe(["report.uncounted 2", "report.uncounted.age 90", "report.rebuild.age 0"]);

        await opened.CountAll();
        await opened.Reports.Change(e.Id, report => report.BeginRebuild("user", opened.Time.GetUtcNow()));
        opened.Time.Advance(TimeSpan.FromSeconds(45));
        (await Measured()).ShouldBe(["report.uncounted 0", "report.uncounted.age 0", "report.rebuild.age 45"]);

        await opened.CountAll();
        (await Measured()).ShouldBe(["report.uncounted 0", "report.uncounted.age 0", "report.rebuild.age 0"]);

        async Task<IEnumerable<string>> Measured() => (await sample(CancellationToken.None)).Select(reading => $"{reading.Gauge.Name} {reading.Value.Value}");
    }

    [Fact]
    public async Task A_new_event_is_not_rebuilt()
    {
        await using var opened = await OpenReports.Create();
        var e = Some.Event(rewards: [Some.Points]);
        await opened.Request(e, Guid.NewGuid(), "1");
        opened.Time.Advance(TimeSpan.FromMinutes(1));

        await opened.Counter().Pass(default);

        (await opened.Reports.Get(e.Id))!.RebuildingSince.ShouldBeNull();
        (await opened.Reported(e)).ShouldBe(await opened.Naive(e));
    }

    [Fact]
    public async Task While_an_event_of_many_changes_is_rebuilt_they_are_counted_and_those_of_others()
    {
        await using var opened = await OpenReports.Create();
        var (e, other) = (Some.Event(rewards: [Some.Points]), Some.Event(rewards: [Some.Points]));
        for (var i = 0; i < 1000; i++)
        {
            await opened.Request(e, Guid.NewGuid(), i.ToString());
        }

        await opened.CountAll();
        await opened.Reports.Change(e.Id, report =>
        {
            report.Rebuild(opened.Time.GetUtcNow());
            return true;
        });
        for (var i = 0; i < 300; i++)
        {
            await opened.Request(e, Guid.NewGuid(), $"new {i}");
        }

        opened.Time.Advance(TimeSpan.FromSeconds(1));
        await opened.Request(other, Guid.NewGuid(), "other");
        opened.Time.Advance(TimeSpan.FromMinutes(1));
        var counter = opened.Counter();
        for (var pass = 0; pass < 4; pass++)
        {
            await counter.Pass(default);
        }

        (await opened.Reports.Get(e.Id))!.RebuildingSince.ShouldNotBeNull();
        (await opened.Reported(other)).ShouldBe(await opened.Naive(other));
        (await opened.Requests.Query(new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Take(1000))).Items.ShouldBeEmpty();

        await opened.CountAll();
        (await opened.Reported(e)).ShouldBe(await opened.Naive(e));
    }

    [Fact]
    public async Task A_rebuild_that_is_asked_for_again_goes_on()
    {
        await using var opened = await OpenReports.Create();
        var e = Some.Event(rewards: [Some.Points]);
        for (var i = 0; i < 300; i++)
        {
            await opened.Request(e, Guid.NewGuid(), i.ToString());
        }

        await opened.CountAll();
        (await Ask()).ShouldBe((2, null));
        var counter = opened.Counter();
        await counter.Pass(default);
        await counter.Pass(default);

        var (generation, rebuiltTo) = await Ask();

        (generation, rebuiltTo is null).ShouldBe((2, false));
        (await opened.Reports.Get(e.Id))!.RebuildingSince.ShouldNotBeNull();

        async Task<(int Generation, string? RebuiltTo)> Ask()
        {
            var report = await opened.Reports.Change(e.Id, stored => stored.BeginRebuild("user", opened.Time.GetUtcNow()));
            return (report!.Generation, report.RebuiltTo);
        }
    }

    [Fact]
    public async Task A_request_whose_terms_are_lost_keeps_no_other_from_being_counted()
    {
        await using var opened = await OpenReports.Create();
        var (poisoned, other) = (Some.Event(rewards: [Some.Points]), Some.Event(rewards: [Some.Coupon]));
        foreach (var slot in Enumerable.Range(0, 300))
        {
            var request = await opened.Request(poisoned, Guid.NewGuid(), slot.ToString());
            await opened.Requests.Change(request.Id, stored =>
            {
                stored.MoveTo(RequestStatus.Approved, Actor.System, null, opened.Time.GetUtcNow());
                stored.Conclude(RequestStatus.Fulfilled, null, opened.Time.GetUtcNow());
                return true;
            });
        }

        opened.Time.Advance(TimeSpan.FromSeconds(1));
        var pending = await opened.Request(poisoned, Guid.NewGuid(), "pending");
        await opened.Terms.Delete((await opened.Terms.Get(pending.TermsId!))!);
        await opened.Request(other, Guid.NewGuid(), "other");

        await opened.CountAll();

        (await opened.Reported(other)).ShouldBe(await opened.Naive(other));
        (await opened.Reports.Get(poisoned.Id))!.Tally.ByStatus[RequestStatus.Pending].ShouldBe(1);
    }

    /// <summary>Requests of two events by a few users, who cancel and are refused, granted and revoked.</summary>
    private sealed class Flow(OpenReports opened, int seed)
    {
        private readonly Random random = new(seed);
        private readonly Guid[] users = [.. Enumerable.Range(0, 7).Select(_ => Guid.NewGuid())];
        private readonly List<string> requests = [];

        public EventDocument[] Events { get; } =
        [
            Some.Event(rewards: [Some.Points, Some.Coupon]),
            Some.Event(rewards: [new Contracts.Rewards.PointValue(7), new Contracts.Rewards.BadgeValue("b"), new Contracts.Rewards.ItemValue("i", 3)]),
        ];

        public int Next(int below) => random.Next(below);

        public async Task Go(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                if (requests.Count == 0 || random.Next(3) == 0)
                {
                    requests.Add((await opened.Request(Events[random.Next(2)], users[random.Next(users.Length)], requests.Count.ToString())).Id);
                    continue;
                }

                var choice = random.Next(7);
                await opened.Requests.Change(requests[random.Next(requests.Count)], request => Change(request, choice));
                opened.Time.Advance(TimeSpan.FromMilliseconds(random.Next(100)));
            }
        }

        public async Task Rebuild()
        {
            foreach (var e in Events)
            {
                await opened.Reports.Change(e.Id, report =>
                {
                    report.Rebuild(opened.Time.GetUtcNow());
                    return true;
                });
            }
        }

        public async Task Check()
        {
            foreach (var e in Events)
            {
                (await opened.Reported(e)).ShouldBe(await opened.Naive(e));
            }
        }

        private bool Change(RewardRequest request, int choice)
        {
            var now = opened.Time.GetUtcNow();
            switch (request.Status, choice)
            {
                case (RequestStatus.Pending, 0):
                    request.Cancel(Actor.System, null, now);
                    return true;
                case (RequestStatus.Pending, 1):
                    request.MoveTo(RequestStatus.Rejected, Actor.System, "no", now);
                    return true;
                case (RequestStatus.Pending, 2 or 3):
                    request.MoveTo(RequestStatus.Approved, Actor.System, null, now);
                    return true;
                case (RequestStatus.Approved, 4):
                    return request.AwaitDeliveries();
                case (RequestStatus.Approved or RequestStatus.Pending, 5):
                    request.Conclude(RequestStatus.Fulfilled, null, now);
                    return true;
                case (RequestStatus.Approved, 6):
                    request.Conclude(RequestStatus.Failed, "OUT_OF_STOCK", now);
                    return true;
                case (RequestStatus.Fulfilled, 0):
                    request.Revoke(Actor.System, "a mistake", now);
                    return true;
                default:
                    return false;
            }
        }
    }
}
