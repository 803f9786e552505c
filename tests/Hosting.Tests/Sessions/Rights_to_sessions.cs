using Hosting.Redis;
using Sessions;
using StackExchange.Redis;
using Testing.Servers;

namespace Hosting.Tests.Sessions;

/// <summary>As the user that <c>deploy/redis/users.sh</c> makes.</summary>
public sealed class Rights_to_sessions
{
    private static readonly Dictionary<string, string> Passwords = new()
    {
        ["REDIS_GATEWAY_PASSWORD"] = "of-the-gateway",
        ["REDIS_AUTH_PASSWORD"] = "of-auth",
        ["REDIS_LIVE_PASSWORD"] = "of-live",
        ["REDIS_CONSOLE_PASSWORD"] = "of-the-console",
    };

    [RealFact(Real.Redis, Own = true)]
    public async Task LiveService_reads_whose_session_is_which_and_makes_none()
    {
        await using var server = new RedisServer { Users = Passwords };
        await server.Start();
        using var auth = new RedisConnection($"{server.ConnectionString},user=auth,password=of-auth");
        using var live = new RedisConnection($"{server.ConnectionString},user=live,password=of-live");
        var (kept, read) = (new RedisSessions(auth, TimeProvider.System), new RedisSessions(live, TimeProvider.System));
        var (user, now) = (Guid.NewGuid(), TimeProvider.System.GetUtcNow());
        var token = new AccessTokenRecord("hash", now, now.AddMinutes(15));
        await kept.Start(user, token);

        (await read.Get(user)).ShouldNotBeNull().Token.ShouldBe("hash");

        (await Should.ThrowAsync<RedisServerException>(read.Start(Guid.NewGuid(), token))).Message.ShouldContain("NOPERM");
        (await Should.ThrowAsync<RedisServerException>(read.End(user))).Message.ShouldContain("NOPERM");
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task The_console_has_what_is_its_own_and_no_session_of_the_platform()
    {
        await using var server = new RedisServer { Users = Passwords };
        await server.Start();
        using var console = new RedisConnection($"{server.ConnectionString},user=console,password=of-the-console");

        await console.Run(database => database.StringSetAsync("console:session:name", "sealed", TimeSpan.FromHours(1)));
        await console.Run(database => database.ListRightPushAsync("console:keys", "<key/>"));

        (await console.Run(database => database.StringGetAsync("console:session:name"))).ToString().ShouldBe("sealed");
        (await console.Run(database => database.ListRangeAsync("console:keys"))).ShouldHaveSingleItem();
        foreach (var key in new[] { "access_token:user", "service_keys:hash", "idempotency:key", "turn:user" })
        {
            (await Should.ThrowAsync<RedisServerException>(console.Run(database => database.StringGetAsync(key)))).Message.ShouldContain("NOPERM");
        }
    }
}
