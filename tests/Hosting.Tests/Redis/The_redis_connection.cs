using Hosting.Redis;
using Testing;
using Testing.Servers;

namespace Hosting.Tests.Redis;

public sealed class The_redis_connection
{
    private static readonly TimeSpan Bound = RedisConnection.Patience * 10;

    [RealFact(Real.Redis, Own = true)]
    public async Task A_first_connection_that_failed_is_tried_again()
    {
        await using var server = await new RedisServer().Started();
        await server.Stop();
        using var redis = new RedisConnection(server.ConnectionString);
        await FailsFast(redis);

        await server.Start();

        await Wait.Until(() => Answers(redis), "Redis answers");
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task Many_who_ask_while_redis_is_down_all_hear_so_at_once()
    {
        await using var server = await new RedisServer().Started();
        await server.Stop();
        using var redis = new RedisConnection(server.ConnectionString);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Answers(redis))).WaitAsync(Bound);

        answers.ShouldAllBe(answered => !answered);
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task What_fails_is_counted()
    {
        await using var server = await new RedisServer().Started();
        using var redis = new RedisConnection(server.ConnectionString);
        using var measured = new Measured("redis.errors");
        await Should.ThrowAsync<StackExchange.Redis.RedisServerException>(() => redis.Run(database => database.ExecuteAsync("NO-SUCH-COMMAND")));
        await server.Stop();
        await FailsFast(redis);

        measured.All.ShouldContain("redis.errors{kind=refused} 1");
        measured.All.ShouldContain("redis.errors{kind=connection} 1");
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task After_a_restart_it_serves_again()
    {
        await using var server = await new RedisServer().Started();
        using var redis = new RedisConnection(server.ConnectionString);
        (await redis.Run(database => database.StringSetAsync("key", "value"))).ShouldBeTrue();

        await server.Stop();
        await FailsFast(redis);
        await server.Start();

        await Wait.Until(() => Answers(redis), "Redis answers again");
        ((string?)await redis.Run(database => database.StringGetAsync("key"))).ShouldBe("value");
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task A_server_that_no_longer_answers_is_given_up_in_time()
    {
        await using var server = await new RedisServer().Started();
        using var redis = new RedisConnection(server.ConnectionString);
        (await Answers(redis)).ShouldBeTrue();

        await server.Freeze();
        await FailsFast(redis);
        await server.Thaw();

        await Wait.Until(() => Answers(redis), "Redis answers again");
    }

    private static async Task FailsFast(RedisConnection redis) => (await Answers(redis).WaitAsync(Bound)).ShouldBeFalse();

    private static async Task<bool> Answers(RedisConnection redis)
    {
        try
        {
            await redis.Run(database => database.PingAsync());
            return true;
        }
        catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException)
        {
            return false;
        }
    }
}
