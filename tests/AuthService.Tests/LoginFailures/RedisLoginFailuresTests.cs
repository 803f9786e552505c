using System.Diagnostics;
using AuthService.LoginFailures;
using Hosting.Redis;
using StackExchange.Redis;
using Testing.Servers;

namespace AuthService.Tests.LoginFailures;

public sealed class RunningRedis : IAsyncLifetime
{
    private RedisServer? server;

    internal RedisServer Server => server ?? throw new InvalidOperationException("Redis is not installed: the test should have been skipped.");

    public async Task InitializeAsync() => server = Real.Redis.IsInstalled() ? await new RedisServer().Started() : null;

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}

public sealed class RedisLoginFailuresTests(RunningRedis redis) : LoginFailuresTests, IClassFixture<RunningRedis>, IDisposable
{
    private readonly Lazy<RedisConnection> connection = new(() => new RedisConnection(redis.Server.ConnectionString));

    private protected override ILoginFailures Failures => new RedisLoginFailures(connection.Value, Time);

    public void Dispose()
    {
        if (connection.IsValueCreated)
        {
            connection.Value.Dispose();
        }
    }

    [RealFact(Real.Redis, Own = true)]
    public override Task Should_block_after_the_last_allowed_failure_until_the_first_is_15_minutes_old() => base.Should_block_after_the_last_allowed_failure_until_the_first_is_15_minutes_old();

    [RealFact(Real.Redis, Own = true)]
    public override Task Should_count_failures_of_any_15_minutes() => base.Should_count_failures_of_any_15_minutes();

    [RealFact(Real.Redis, Own = true)]
    public override Task Should_not_count_past_the_limit_so_that_attempts_while_blocked_do_not_prolong_it() => base.Should_not_count_past_the_limit_so_that_attempts_while_blocked_do_not_prolong_it();

    [RealFact(Real.Redis, Own = true)]
    public override Task Should_count_simultaneous_failures_exactly() => base.Should_count_simultaneous_failures_exactly();

    [RealFact(Real.Redis, Own = true)]
    public override Task Should_start_from_none_when_told_to_forget() => base.Should_start_from_none_when_told_to_forget();

    [RealFact(Real.Redis, Own = true)]
    public override Task Should_keep_keys_apart() => base.Should_keep_keys_apart();

    [RealFact(Real.Redis, Own = true)]
    public async Task Should_keep_no_email_and_nothing_for_ever()
    {
        await Failures.Count(LoginAttempt.Of("zoe@example.com", null).Account, CancellationToken.None);
        await Fail();

        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Server.ConnectionString);
        var keys = await multiplexer.GetServers().Single().KeysAsync().Select(key => key.ToString()).ToArrayAsync();
        keys.Length.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var key in keys)
        {
            // No hash has these letters by chance.
            key.ShouldNotContain("zoe");
            (await multiplexer.GetDatabase().KeyTimeToLiveAsync(key))!.Value.ShouldBeInRange(TimeSpan.FromMinutes(13), TimeSpan.FromMinutes(15));
        }
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Should_throw_while_redis_is_down_and_go_on_after_it_returned()
    {
        await Fail();
        await Fail();
        await redis.Server.Stop();

        await Should.ThrowAsync<RedisException>(Blocked);

        await redis.Server.Start();
        await Testing.Wait.Until(async () => await Answers(), "Redis to answer again");
        await Fail();
        (await Blocked()).ShouldNotBeNull();
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Should_throw_within_its_bound_while_redis_is_cut_off()
    {
        // Its own: what a frozen server has received it carries out later, under another test.
        await using var server = await new RedisServer().Started();
        using var cutOff = new RedisConnection(server.ConnectionString);
        var failures = new RedisLoginFailures(cutOff, Time);
        await failures.Count(Key, CancellationToken.None);
        await server.Freeze();

        foreach (var ask in new Func<Task>[]
        {
            () => failures.Blocked(Key, CancellationToken.None),
            () => failures.Count(Key, CancellationToken.None),
            () => failures.Forget(Key, CancellationToken.None),
        })
        {
            var asked = Stopwatch.StartNew();
            await Should.ThrowAsync<TimeoutException>(() => ask().WaitAsync(RedisConnection.Patience * 20));
            asked.Elapsed.ShouldBeLessThan(RedisConnection.Patience * 10);
        }
    }

    private async Task<bool> Answers()
    {
        try
        {
            await Blocked();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
