using Contracts;
using Contracts.Viewing;
using Testing;

namespace LiveService.Tests.Viewing;

public sealed class Watching : LiveServiceTest
{
    private readonly Caller user = RunningLiveService.User();

    [Fact]
    public async Task It_is_told_at_least_each_minute_and_comes_to_the_session_s_time()
    {
        var session = await Service.HasSession(await Service.HasStage(), user);
        foreach (var pause in new[] { 29, 44, 15, 15, 15, 15, 40, 40, 1, 29, 44, 15, 15, 14, 44, 3 })
        {
            Service.Time.Advance(TimeSpan.FromSeconds(pause));
            (await Service.Heartbeat(session)).Reply.ShouldNotBeNull();
        }

        Service.Time.Advance(TimeSpan.FromSeconds(7));
        var left = (await Service.Leave(session)).Reply!;

        left.WatchSeconds.ShouldBeGreaterThanOrEqualTo(385);
        await Told(left.WatchSeconds);
        Parts.ShouldAllBe(part => part.Seconds > 0 && part.Seconds <= 60 && part.StageId == session.StageId && part.UserId == user.UserId);
        Parts.Select(part => (part.SessionId, part.Part)).ShouldBeUnique();
    }

    [Fact]
    public async Task It_is_told_of_one_that_fell_silent()
    {
        var session = await Service.HasSession(await Service.HasStage(), user);
        Service.Time.Advance(TimeSpan.FromSeconds(20));
        await Service.Heartbeat(session);

        Service.Time.Advance(TimeSpan.FromMinutes(10));

        await Wait.Until(() => Parts.Count > 0, "the part");
        Parts.ShouldHaveSingleItem().Seconds.ShouldBe((await Service.Sessions(session.StageId)).Single().WatchSeconds);
    }

    [Fact]
    public async Task Two_sessions_at_once_count_once_on_one_stage()
    {
        var stage = await Service.HasStage();
        var first = await Service.HasSession(stage, user);
        Service.Time.Advance(TimeSpan.FromSeconds(20));
        var second = await Service.HasSession(stage, user);
        var elsewhere = await Service.HasSession(await Service.HasStage(), user);
        Service.Time.Advance(TimeSpan.FromSeconds(20));

        var left = (await Service.Leave(first)).Reply!;
        Service.Time.Advance(TimeSpan.FromSeconds(20));
        var last = (await Service.Leave(second)).Reply!;
        var other = (await Service.Leave(elsewhere)).Reply!;

        var there = (long)(last.LeftAt!.Value - left.JoinedAt).TotalSeconds;
        await Told(there + other.WatchSeconds);
        Parts.Where(part => part.StageId == stage).Sum(part => part.Seconds).ShouldBe(there);
        (left.WatchSeconds + last.WatchSeconds).ShouldBeGreaterThan(there + 15);
    }

    [Fact]
    public async Task A_time_that_is_delivered_again_is_told_once()
    {
        var (session, stage) = (Guid.NewGuid(), Guid.NewGuid());
        var message = new RecordWatchTime(session, stage, user.UserId, Some.Now, Some.Now.AddSeconds(30));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Service.Bus.Publish(message)));
        await Service.Bus.Publish(message with { From = message.Until, Until = message.Until.AddSeconds(5) });

        await Told(35);
        Parts.Count.ShouldBe(2);
    }

    private IReadOnlyList<StageWatched> Parts => Service.Heard<StageWatched>();

    private Task Told(long seconds) => Wait.Until(() => Parts.Sum(part => part.Seconds) == seconds, $"{seconds} s to be told", TimeSpan.FromSeconds(20));
}
