using Contracts;
using Contracts.Events;
using Contracts.Requests;
using EventService.Requests;
using EventService.Terms;
using Hosting.Metrics;
using Testing;

namespace EventService.Tests.Requests;

public sealed class What_is_measured_of_requests(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task Each_saved_status_is_counted_and_a_final_one_timed_from_the_acceptance_on()
    {
        using var measured = new Measured("reward.requests", "reward.request.duration");
        var e = await service.ActiveEvent();
        var request = (await service.Request(e.Id, Some.User())).Details!;
        await service.Reject(request.Id);

        await Wait.Until(() => measured.All.Any(one => one.StartsWith("reward.request.duration{status=REJECTED} ", StringComparison.Ordinal)), "the time");
        measured.All.ShouldContain("reward.requests{status=PENDING,reason=} 1");

        // What the operator wrote is no label.
        measured.All.ShouldContain("reward.requests{status=REJECTED,reason=} 1");
    }

    [Fact]
    public void The_reason_is_the_platforms_own()
    {
        using var measured = new Measured("reward.requests", "reward.request.duration");
        var request = Some.Request();
        request.Conclude(RequestStatus.Failed, Reasons.OutOfStock, request.CreatedAt.AddSeconds(90));

        RequestMetrics.Saved(request.ToSnapshot());

        measured.All.ShouldContain("reward.requests{status=FAILED,reason=OUT_OF_STOCK} 1");
        measured.All.ShouldContain("reward.request.duration{status=FAILED} 90");
    }

    [Fact]
    public async Task What_is_refused_is_counted_by_its_code()
    {
        using var measured = new Measured("reward.request.refusals");
        var e = await service.ActiveEvent();
        var user = Some.User();
        await service.Request(e.Id, user);
        await service.Request(e.Id, user);

        measured.All.ShouldContain("reward.request.refusals{code=ALREADY_REQUESTED} 1");
    }

    [Fact]
    public async Task What_is_told_again_is_counted_unless_it_waits_for_a_person()
    {
        using var measured = new Measured("reward.requests.resumed");
        var e = await service.ActiveEvent();
        var (waiting, approved) = ((await service.Request(e.Id, Some.User())).Details!, (await service.Request(e.Id, Some.User())).Details!);
        await service.Approve(approved.Id);
        foreach (var request in new[] { waiting, approved })
        {
            var stored = (await service.Store<RewardRequest>().Get(request.Id.ToString()))!;
            stored.StalledAt = service.Now.AddSeconds(-1);
            (await service.Store<RewardRequest>().Update(stored)).IsSaved.ShouldBeTrue();
            await service.Bus.Publish(new RewardRequestStalled(request.Id));
            await Wait.Until(
                async () => (await service.Store<RewardRequest>().Get(request.Id.ToString()))!.StalledAt > service.Now, "it is told again");
        }

        await Wait.Until(() => measured.All.Count > 0, "the count");
        measured.All.ShouldBe(["reward.requests.resumed{status=APPROVED} 1"]);
    }

    [Theory]
    [InlineData(ApprovalMode.Auto)]
    [InlineData(ApprovalMode.Manual)]
    public void It_waits_for_the_platform_from_its_approval_until_all_of_it_is_granted(ApprovalMode approval)
    {
        var later = Some.Now.AddMinutes(2);
        var request = Made(approval, Some.Now);
        if (approval == ApprovalMode.Manual)
        {
            request.WaitsForPlatformSince.ShouldBeNull();
            request.MoveTo(RequestStatus.Approved, Actor.System, null, Some.Now);
        }

        request.WaitsForPlatformSince.ShouldBe(Some.Now);

        // From then on receivers may take hours.
        var granted = new RewardRequestGranted(Guid.Parse(request.Id));
        RecordOutcomeConsumer.Decide(request, granted, later).ShouldBe(Decision.Changed);
        request.WaitsForPlatformSince.ShouldBeNull();
        RecordOutcomeConsumer.Decide(request, granted, later).ShouldBe(Decision.Unchanged);
    }

    [Theory]
    [InlineData(RequestStatus.Fulfilled)]
    [InlineData(RequestStatus.Failed)]
    [InlineData(RequestStatus.Cancelled)]
    public void It_waits_for_nobody_once_it_has_ended(RequestStatus status)
    {
        var request = Made(ApprovalMode.Auto, Some.Now);

        request.MoveTo(status, Actor.System, null, Some.Now);

        request.WaitsForPlatformSince.ShouldBeNull();
    }

    [Fact]
    public async Task What_waits_for_the_platform_is_counted_by_age_whatever_crowd_waits_for_a_person()
    {
        const int Most = 1000;
        var time = new AheadTime();
        time.Advance(TimeSpan.FromMinutes(11));
        var store = service.Store<RewardRequest>();
        var sample = OverdueRequests.Of(store, time);
        var before = await Stalled();
        var crowd = await Task.WhenAll(Enumerable.Range(0, Most + 1).Select(_ => store.Insert(Made(ApprovalMode.Manual, service.Now))));
        crowd.ShouldAllBe(result => result.IsSaved);
        (await store.Insert(Made(ApprovalMode.Auto, service.Now))).IsSaved.ShouldBeTrue();

        (await Stalled()).ShouldBe([before[0] + 1, before[1] + 1, 0]);
        (await sample(CancellationToken.None)).Select(Text).ShouldContain($"reward.requests.undecided{{}} {Most}");

        async Task<double[]> Stalled()
        {
            var readings = (await sample(CancellationToken.None)).Where(reading => reading.Gauge.Name == "reward.requests.stalled").ToList();
            readings.Select(reading => Text(reading).Split(' ')[0]).ShouldBe(
                ["reward.requests.stalled{1m}", "reward.requests.stalled{10m}", "reward.requests.stalled{1h}"]);
            return [.. readings.Select(reading => reading.Value.Value)];
        }
    }

    private static RewardRequest Made(ApprovalMode approval, DateTimeOffset at)
    {
        var e = Some.Event();
        e.Terms = e.Terms with { Approval = approval };
        return RewardRequest.Create(new NewRequest(Guid.NewGuid(), Guid.NewGuid(), e, RewardTermsDocument.Of(e), null, at));
    }

    private static string Text(Reading reading) =>
        $"{reading.Gauge.Name}{{{string.Join(',', reading.Value.Tags.ToArray().Select(tag => tag.Value))}}} {reading.Value.Value}";
}
