using System.Text;
using Hosting.Redis;
using Sessions;
using StackExchange.Redis;
using Testing;
using Testing.Servers;

namespace Hosting.Tests.Sessions;

/// <summary>What both ways of keeping sessions must do.</summary>
public abstract class SessionsCompliance
{
    private static readonly AccessTokenRecord First = Token("first");
    private static readonly AccessTokenRecord Second = Token("second");

    protected abstract Task<ISessions> Sessions();

    public virtual async Task A_session_that_was_started_is_found()
    {
        var (sessions, user) = (await Sessions(), Guid.NewGuid());
        await sessions.Start(user, First);
        (await sessions.Get(user)).ShouldBe(First);
        (await sessions.Get(Guid.NewGuid())).ShouldBeNull();
    }

    public virtual async Task A_new_session_takes_the_place_of_the_old()
    {
        var (sessions, user) = (await Sessions(), Guid.NewGuid());
        await sessions.Start(user, First);
        await sessions.Start(user, Second);
        (await sessions.Get(user)).ShouldBe(Second);
    }

    public virtual async Task An_ended_session_is_gone_and_may_be_ended_again()
    {
        var (sessions, user) = (await Sessions(), Guid.NewGuid());
        await sessions.Start(user, First);
        await sessions.End(user);
        await sessions.End(user);
        (await sessions.Get(user)).ShouldBeNull();
    }

    public virtual async Task A_session_ends_by_itself()
    {
        var (sessions, user) = (await Sessions(), Guid.NewGuid());
        var now = TimeProvider.System.GetUtcNow();
        await sessions.Start(user, new AccessTokenRecord("short", now, now.AddMilliseconds(300)));
        await Wait.Until(async () => await sessions.Get(user) is null, "the session ended");
    }

    protected static AccessTokenRecord Token(string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new AccessTokenRecord(AccessTokenRecord.HashOf(text), now, now.AddMinutes(15));
    }
}

public sealed class Sessions_in_memory : SessionsCompliance
{
    private readonly MemorySessions sessions = new(TimeProvider.System);

    [Fact]
    public override Task A_session_that_was_started_is_found() => base.A_session_that_was_started_is_found();

    [Fact]
    public override Task A_new_session_takes_the_place_of_the_old() => base.A_new_session_takes_the_place_of_the_old();

    [Fact]
    public override Task An_ended_session_is_gone_and_may_be_ended_again() => base.An_ended_session_is_gone_and_may_be_ended_again();

    [Fact]
    public override Task A_session_ends_by_itself() => base.A_session_ends_by_itself();

    protected override Task<ISessions> Sessions() => Task.FromResult<ISessions>(sessions);
}

public sealed class Sessions_in_Redis : SessionsCompliance, IAsyncLifetime
{
    private RedisServer? server;
    private RedisConnection? redis;

    public async Task InitializeAsync() => server = await new RedisServer().Started();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_session_that_was_started_is_found() => base.A_session_that_was_started_is_found();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_new_session_takes_the_place_of_the_old() => base.A_new_session_takes_the_place_of_the_old();

    [RealFact(Real.Redis, Own = true)]
    public override Task An_ended_session_is_gone_and_may_be_ended_again() => base.An_ended_session_is_gone_and_may_be_ended_again();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_session_ends_by_itself() => base.A_session_ends_by_itself();

    [RealFact(Real.Redis, Own = true)]
    public async Task The_token_is_kept_under_the_documented_key_with_a_time_to_live()
    {
        var sessions = await Sessions();
        var user = Guid.NewGuid();
        var now = TimeProvider.System.GetUtcNow();
        await sessions.Start(user, new AccessTokenRecord("hash", now, now.AddMinutes(15)));

        var database = await redis!.Database();
        ((string?)await database.StringGetAsync($"access_token:{user}")).ShouldStartWith("{\"token\":\"hash\",\"issuedAt\":");
        (await database.KeyTimeToLiveAsync($"access_token:{user}")).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task A_token_that_was_ended_does_not_come_back_with_an_old_copy()
    {
        var (sessions, user, other) = (await Sessions(), Guid.NewGuid(), Guid.NewGuid());
        var token = Token("ended");
        await sessions.Start(user, token);
        await Wait.Until(() => server!.Copy().Values.Any(file => Encoding.UTF8.GetString(file).Contains(token.Token, StringComparison.Ordinal)), "it is on the disk");
        var copy = server!.Copy();
        await sessions.End(user);

        await server.Restore(copy);

        await Wait.Until(() => Works(() => sessions.Get(user)), "Redis is asked again");
        ((string?)await (await redis!.Database()).StringGetAsync($"access_token:{user}")).ShouldNotBeNull("the copy holds it");
        (await sessions.Get(user)).ShouldBeNull();
        await sessions.Start(other, token);
        (await sessions.Get(other)).ShouldBe(token);
    }

    public async Task DisposeAsync()
    {
        redis?.Dispose();
        await server!.DisposeAsync();
    }

    internal static async Task<bool> Works(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    protected override Task<ISessions> Sessions() =>
        Task.FromResult<ISessions>(new RedisSessions(redis ??= new RedisConnection(server!.ConnectionString), TimeProvider.System));
}
