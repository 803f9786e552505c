using Hosting.Redis;
using LiveService.Turn;
using Testing;
using Testing.Servers;

namespace LiveService.Tests.Turn;

public abstract class TurnSessionsCompliance
{
    private readonly Guid user = Guid.NewGuid();

    private protected AheadTime Time { get; } = new();

    private protected abstract ITurnSessions Sessions { get; }

    [Fact]
    public virtual async Task A_user_has_so_many_until_the_first_expires()
    {
        (await Add(user, 60)).ShouldBeTrue();
        (await Add(user, 120)).ShouldBeTrue();
        (await Add(user, 120, Guid.NewGuid())).ShouldBeTrue();

        (await Add(user, 120)).ShouldBeFalse();
        (await Add(Guid.NewGuid(), 60)).ShouldBeTrue();
        Time.Advance(TimeSpan.FromSeconds(61));
        (await Add(user, 60)).ShouldBeTrue();
        (await Add(user, 60)).ShouldBeFalse();
    }

    [Fact]
    public virtual async Task Of_many_at_once_no_more_than_that_are_let() =>
        (await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Add(user, 60)))).Count(added => added).ShouldBe(3);

    [Fact]
    public virtual async Task All_that_have_not_expired_are_counted()
    {
        var before = await Sessions.Count(CancellationToken.None);
        await Add(user, 60);
        await Add(Guid.NewGuid(), 120);

        (await Sessions.Count(CancellationToken.None)).ShouldBe(before + 2);
        Time.Advance(TimeSpan.FromSeconds(61));
        (await Sessions.Count(CancellationToken.None)).ShouldBeLessThanOrEqualTo(before + 1);
    }

    [Fact]
    public virtual async Task One_that_is_kept_again_takes_no_second_place()
    {
        var id = Guid.NewGuid();
        (await Add(user, 60, id: id)).ShouldBeTrue();
        (await Add(user, 60, id: id)).ShouldBeTrue();
        (await Add(user, 60)).ShouldBeTrue();
        (await Add(user, 60)).ShouldBeTrue();

        (await Add(user, 60, id: id)).ShouldBeTrue();
        (await Add(user, 60)).ShouldBeFalse();
    }

    private protected Task<bool> Add(Guid userId, int seconds, Guid? roomId = null, Guid? id = null) =>
        Sessions.TryAdd(id ?? Guid.NewGuid(), userId, roomId, Time.GetUtcNow().AddSeconds(seconds), 3, CancellationToken.None);
}

public sealed class Turn_sessions_in_memory : TurnSessionsCompliance
{
    public Turn_sessions_in_memory() => Sessions = new MemoryTurnSessions(Time);

    private protected override ITurnSessions Sessions { get; }
}

public sealed class Turn_sessions_in_Redis(OwnServer<RedisServer> redis) : TurnSessionsCompliance, IClassFixture<OwnServer<RedisServer>>, IAsyncLifetime
{
    private RedisConnection connection = null!;
    private ITurnSessions sessions = null!;

    private protected override ITurnSessions Sessions => sessions;

    public async Task InitializeAsync()
    {
        if (Real.Redis.IsInstalled())
        {
            connection = new RedisConnection((await redis.Running()).ConnectionString);
            sessions = new RedisTurnSessions(connection, Time);
        }
    }

    public Task DisposeAsync()
    {
        connection?.Dispose();
        return Task.CompletedTask;
    }

    [RealFact(Real.Redis, Own = true)]
    public override Task A_user_has_so_many_until_the_first_expires() => base.A_user_has_so_many_until_the_first_expires();

    [RealFact(Real.Redis, Own = true)]
    public override Task Of_many_at_once_no_more_than_that_are_let() => base.Of_many_at_once_no_more_than_that_are_let();

    [RealFact(Real.Redis, Own = true)]
    public override Task All_that_have_not_expired_are_counted() => base.All_that_have_not_expired_are_counted();

    [RealFact(Real.Redis, Own = true)]
    public override Task One_that_is_kept_again_takes_no_second_place() => base.One_that_is_kept_again_takes_no_second_place();

    [RealFact(Real.Redis, Own = true)]
    public async Task Are_under_user_and_room_and_go_by_themselves()
    {
        var (userId, roomId) = (Guid.NewGuid(), Guid.NewGuid());

        await Add(userId, 60);
        await Add(userId, 60, roomId);

        foreach (var key in new[] { $"turn:{userId}:-", $"turn:{userId}:{roomId}", $"turn:{userId}" })
        {
            (await connection.Run(database => database.KeyTimeToLiveAsync(key))).ShouldNotBeNull(key).TotalSeconds.ShouldBeInRange(1, 60);
        }
    }
}
