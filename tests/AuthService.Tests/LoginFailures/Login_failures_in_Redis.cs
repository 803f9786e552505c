using System.Diagnostics;
using AuthService.LoginFailures;
using Hosting.Redis;
using Hosting.Secrets;
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

public sealed class Login_failures_in_Redis(RunningRedis redis) : LoginFailuresCompliance, IClassFixture<RunningRedis>, IDisposable
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
    public override Task After_the_last_allowed_failure_attempts_are_blocked_until_the_first_is_15_minutes_old() => base.After_the_last_allowed_failure_attempts_are_blocked_until_the_first_is_15_minutes_old();

    [RealFact(Real.Redis, Own = true)]
    public override Task Failures_of_any_15_minutes_count() => base.Failures_of_any_15_minutes_count();

    [RealFact(Real.Redis, Own = true)]
    public override Task Attempts_while_blocked_do_not_count_and_prolong_nothing() => base.Attempts_while_blocked_do_not_count_and_prolong_nothing();

    [RealFact(Real.Redis, Own = true)]
    public override Task Simultaneous_failures_are_counted_exactly() => base.Simultaneous_failures_are_counted_exactly();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_key_that_is_forgotten_starts_from_none() => base.A_key_that_is_forgotten_starts_from_none();

    [RealFact(Real.Redis, Own = true)]
    public override Task Each_key_is_counted_by_itself() => base.Each_key_is_counted_by_itself();

    [RealFact(Real.Redis, Own = true)]
    public async Task Show_no_email_and_are_not_kept_for_ever()
    {
        await Failures.Count(LoginAttempt.Of(Cipher, "zoe@example.com", null).Account, CancellationToken.None);
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
    public async Task Are_counted_together_by_instances_that_have_other_keys_while_one_is_replaced()
    {
        byte[] old = Guid.NewGuid().ToByteArray().Concat(new byte[16]).ToArray(), replacement = [.. old.Reverse()];
        var (onlyOld, first, second, onlyNew) = (KeyOf(old), KeyOf(old, replacement), KeyOf(replacement, old), KeyOf(replacement));
        await Counts(first);
        await Counts(second);
        await Counts(first);

        foreach (var key in new[] { onlyOld, first, second, onlyNew })
        {
            (await Failures.Blocked(key, CancellationToken.None)).ShouldNotBeNull();
            (await Failures.Count(key, CancellationToken.None)).ShouldNotBeNull();
        }

        await Failures.Forget(second, CancellationToken.None);
        await Counts(onlyOld);
        await Counts(onlyNew);

        async Task Counts(FailureKey key) => (await Failures.Count(key, CancellationToken.None)).ShouldBeNull();

        static FailureKey KeyOf(byte[] current, params IEnumerable<byte[]> previous) =>
            FailureKey.Of(new SecretCipher(current, previous), "email", "ada@example.com", 3);
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Throw_while_Redis_is_down_and_go_on_after_it_returned()
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
    public async Task Throw_within_their_bound_while_Redis_is_cut_off()
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
