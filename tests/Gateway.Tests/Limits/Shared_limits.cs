using System.Diagnostics;
using Gateway.Tests.Hosting;
using Hosting.Redis;
using Http.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;
using Testing.Servers;

namespace Gateway.Tests.Limits;

public sealed class Shared_limits : IAsyncLifetime
{
    /// <summary>Long, so that no test meets its end; at its end what was counted before counts in full.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<RedisConnection> connections = [];
    private readonly RedisServer server = new();

    public Task InitializeAsync() => server.Start();

    public async Task DisposeAsync()
    {
        connections.ForEach(connection => connection.Dispose());
        await server.DisposeAsync();
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Are_one_budget_for_two_gateways()
    {
        RedisRateLimits[] gateways = [InRedis(Day), InRedis(Day)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => gateways[i % 2].Ask(Permit(30), take: true, default)));

        answers.Count(answer => answer.Allowed).ShouldBe(30);
        answers.Where(answer => answer.Allowed).Select(answer => answer.Remaining).Order().ShouldBe(Enumerable.Range(0, 30));
        (await gateways[0].Ask(Permit(31), take: false, default)).Remaining.ShouldBe(1, "looking takes nothing");
        (await gateways[1].Ask(Permit(31), take: true, default)).Allowed.ShouldBeTrue();
        (await gateways[0].Ask(Permit(31), take: true, default)).Allowed.ShouldBeFalse();
        await gateways[0].GiveBack(Permit(31), default);
        (await gateways[1].Ask(Permit(31), take: true, default)).Allowed.ShouldBeTrue("one was given back");
        (await gateways[1].Ask(Permit(31), take: true, default)).Allowed.ShouldBeFalse();
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Give_permits_again_as_time_passes_and_leave_nothing_behind()
    {
        var length = TimeSpan.FromSeconds(3);
        var limits = InRedis(length);
        for (var i = 0; i < 3; i++)
        {
            await limits.Ask(Permit(3), take: true, default);
        }

        var refused = await limits.Ask(Permit(1), take: true, default);
        refused.Allowed.ShouldBeFalse();
        refused.Reset.ShouldBeInRange(TimeSpan.FromMilliseconds(1), length * 2);
        await Wait.Until(async () => (await limits.Ask(Permit(1), take: true, default)).Allowed, "a permit again");
        await Wait.Until(async () => (long)await connections[0].Run(database => database.ExecuteAsync("DBSIZE")) == 0, "the key is gone");
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Are_counted_here_while_Redis_hangs_and_shared_again_after()
    {
        using var limits = new SharedRateLimits(
            InRedis(Day), new MemoryRateLimits(TimeProvider.System, Day), TimeSpan.FromSeconds(3), TimeProvider.System, NullLogger<SharedRateLimits>.Instance);
        await Wait.Until(async () => (await limits.Ask(Permit(3), take: false, default)).Allowed && !limits.IsAway, "the first connection");
        (await limits.Ask(Permit(3), take: true, default)).Remaining.ShouldBe(2);

        await server.Freeze();
        var start = Stopwatch.GetTimestamp();
        var answers = new List<Standing>();
        for (var i = 0; i < 200; i++)
        {
            answers.Add(await limits.Ask(Permit(3), take: true, default));
        }

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30), "one waited, the others did not: 200 that Redis is given 2 s for would be 400 s");
        limits.IsAway.ShouldBeTrue();
        answers.Count(answer => answer.Allowed).ShouldBe(3);

        await server.Thaw();
        await Wait.Until(() => !limits.IsAway, "the probe brings it back");
        await Wait.Until(async () => (await limits.Ask(Permit(3), take: false, default)).Allowed, "Redis to count again: here all are used, there two at most");
    }

    [Fact]
    public async Task Wait_no_longer_than_said_and_probe_once_a_second()
    {
        var time = new FakeTime(Some.Time);
        var slow = new Slow();
        using var limits = new SharedRateLimits(slow, new MemoryRateLimits(time, Day), TimeSpan.FromMilliseconds(100), time, NullLogger<SharedRateLimits>.Instance);

        var first = limits.Ask(Permit(1), take: true, default);
        time.Advance(TimeSpan.FromMilliseconds(99));
        first.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await first).Allowed.ShouldBeTrue();
        (await limits.Ask(Permit(1), take: true, default)).Allowed.ShouldBeFalse("it counts here");
        slow.Asked.ShouldBe(1);

        for (var probes = 1; probes <= 3; probes++)
        {
            await Wait.Until(() => time.Waiting == 1, "the probe waits for its second");
            time.Advance(probes == 1 ? SharedRateLimits.ProbeInterval : SharedRateLimits.ProbeInterval - TimeSpan.FromMilliseconds(100));
            await Wait.Until(() => slow.Asked == 1 + probes, "a probe");
            await Wait.Until(() => time.Waiting == 2, "the probe waits for its answer");
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        slow.Answer.SetResult(new Standing(true, 1, 1, Day));
        await Wait.Until(() => time.Waiting == 1, "the probe waits for its second");
        time.Advance(SharedRateLimits.ProbeInterval);
        await Wait.Until(() => !limits.IsAway, "it is back");
        (await limits.Ask(Permit(1), take: true, default)).Allowed.ShouldBeTrue();
    }

    private static Permit Permit(int limit) => new("ip", "k", limit);

    private RedisRateLimits InRedis(TimeSpan length)
    {
        var connection = new RedisConnection(server.ConnectionString);
        connections.Add(connection);
        return new RedisRateLimits(connection, length);
    }

    private sealed class Slow : IRateLimits
    {
        public TaskCompletionSource<Standing> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public Task<Standing> Ask(Permit permit, bool take, CancellationToken cancellationToken)
        {
            Asked++;
            return Answer.Task;
        }

        public Task GiveBack(Permit permit, CancellationToken cancellationToken) => Answer.Task;
    }
}
