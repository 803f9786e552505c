using Contracts;
using Contracts.Events;
using Contracts.Requests;
using EventService.Requests;
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

    [Fact]
    public void What_waits_for_the_platform_is_counted_by_age_and_apart_from_what_waits_for_a_person()
    {
        var now = Some.Now.AddMinutes(30);
        var auto = Some.Request(approval: ApprovalMode.Auto);
        var approved = Some.Request();
        approved.MoveTo(RequestStatus.Approved, Actor.System, null, now.AddMinutes(-2));

        var readings = OverdueRequests.Readings([auto, approved, Some.Request()], now);

        readings.Select(Text).ShouldBe(
        [
            "reward.requests.stalled{1m} 2", "reward.requests.stalled{10m} 1", "reward.requests.stalled{1h} 0", "reward.requests.undecided{} 1",
        ]);
    }

    [Fact]
    public async Task They_are_found_in_the_store()
    {
        var time = new AheadTime();
        time.Advance(TimeSpan.FromMinutes(11));
        var e = await service.ActiveEvent();
        var request = (await service.Request(e.Id, Some.User())).Details!;
        await service.Approve(request.Id);

        var readings = await OverdueRequests.Of(service.Store<RewardRequest>(), time)(CancellationToken.None);

        readings.Single(reading => Text(reading).StartsWith("reward.requests.stalled{10m}", StringComparison.Ordinal)).Value.Value.ShouldBeGreaterThan(0);
    }

    private static string Text(Reading reading) =>
        $"{reading.Gauge.Name}{{{string.Join(',', reading.Value.Tags.ToArray().Select(tag => tag.Value))}}} {reading.Value.Value}";
}
