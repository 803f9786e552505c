using System.Text;
using Hosting.Redis;
using Sessions;
using Testing;
using Testing.Servers;

namespace Hosting.Tests.Sessions;

/// <summary>What both ways of keeping the keys of service accounts must do.</summary>
public abstract class ServiceKeyStoreCompliance
{
    private protected abstract IServiceKeyStore Store { get; }

    public virtual async Task What_was_set_is_found_by_its_account()
    {
        var keys = Some(version: 3);
        await Store.Set(keys);

        var found = (await Store.Get(keys.AccountId)).ShouldNotBeNull();
        (found.Version, found.ExpiresAt).ShouldBe((keys.Version, keys.ExpiresAt));
        found.Permissions.ShouldBe(keys.Permissions);
        found.Keys.ShouldBe(keys.Keys);
        (await Store.Get(Guid.NewGuid())).ShouldBeNull();
    }

    public virtual async Task An_earlier_version_takes_the_place_of_none_that_is_later()
    {
        var keys = Some(version: 3);
        await Store.Set(keys);
        await Store.Set(ServiceKeys.None(keys.AccountId, 4));

        await Store.Set(keys);

        (await Store.Get(keys.AccountId))!.Keys.ShouldBeEmpty();
        await Store.Set(keys with { Version = 4 });
        (await Store.Get(keys.AccountId))!.Keys.ShouldBe(keys.Keys);
    }

    private protected static ServiceKeys Some(long version)
    {
        var key = ServiceKey.Create(Guid.NewGuid());
        var end = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new ServiceKeys(key.AccountId, version, ["events:read"], [new ServiceKeyHash(key.Hash, null), new ServiceKeyHash("old", end)], end);
    }
}

public sealed class Service_keys_in_memory : ServiceKeyStoreCompliance
{
    private readonly AheadTime time = new();

    public Service_keys_in_memory() => Store = new MemoryServiceKeyStore(time);

    private protected override IServiceKeyStore Store { get; }

    [Fact]
    public override Task What_was_set_is_found_by_its_account() => base.What_was_set_is_found_by_its_account();

    [Fact]
    public override Task An_earlier_version_takes_the_place_of_none_that_is_later() => base.An_earlier_version_takes_the_place_of_none_that_is_later();

    [Fact]
    public async Task They_are_kept_for_a_quarter_of_an_hour_and_those_of_none_for_a_minute()
    {
        var (keys, none) = (Some(1), Guid.NewGuid());
        await Store.Set(keys);
        await Store.Set(ServiceKeys.None(none, 0));

        time.Advance(TimeSpan.FromMinutes(1));
        (await Store.Get(none)).ShouldBeNull();
        (await Store.Get(keys.AccountId)).ShouldNotBeNull();
        time.Advance(TimeSpan.FromMinutes(14));
        (await Store.Get(keys.AccountId)).ShouldBeNull();
    }

    [Fact]
    public async Task Accounts_that_are_none_do_not_fill_the_memory()
    {
        var keys = Some(1);
        await Store.Set(keys);
        for (var i = 0; i < 10_001; i++)
        {
            await Store.Set(ServiceKeys.None(Guid.NewGuid(), 0));
        }

        (await Store.Get(keys.AccountId)).ShouldNotBeNull();
        ((MemoryServiceKeyStore)Store).Count.ShouldBeLessThan(10_000);
    }
}

public sealed class Service_keys_in_Redis : ServiceKeyStoreCompliance, IAsyncLifetime
{
    private RedisServer? server;
    private RedisConnection? redis;

    private protected override IServiceKeyStore Store => new RedisServiceKeyStore(redis ??= new RedisConnection(server!.ConnectionString));

    public async Task InitializeAsync() => server = await new RedisServer().Started();

    [RealFact(Real.Redis, Own = true)]
    public override Task What_was_set_is_found_by_its_account() => base.What_was_set_is_found_by_its_account();

    [RealFact(Real.Redis, Own = true)]
    public override Task An_earlier_version_takes_the_place_of_none_that_is_later() => base.An_earlier_version_takes_the_place_of_none_that_is_later();

    [RealFact(Real.Redis, Own = true)]
    public async Task They_are_kept_under_the_documented_key_with_a_time_to_live()
    {
        var (keys, none) = (Some(1), Guid.NewGuid());
        await Store.Set(keys);
        await Store.Set(ServiceKeys.None(none, 0));

        var database = await redis!.Database();
        (await database.KeyTimeToLiveAsync($"service_keys:{keys.AccountId}")).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        (await database.KeyTimeToLiveAsync($"service_keys:{none}")).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task What_was_taken_away_does_not_come_back_with_an_old_copy()
    {
        var keys = Some(1);
        await Store.Set(keys);
        await Wait.Until(() => server!.Copy().Values.Any(file => Encoding.UTF8.GetString(file).Contains(keys.Keys[0].Hash, StringComparison.Ordinal)), "it is on the disk");
        var copy = server!.Copy();
        await Store.Set(ServiceKeys.None(keys.AccountId, 2));

        await server.Restore(copy);

        await Wait.Until(() => Sessions_in_Redis.Works(() => Store.Get(keys.AccountId)), "Redis is asked again");
        ((string?)await (await redis!.Database()).StringGetAsync($"service_keys:{keys.AccountId}")).ShouldNotBeNull("the copy holds it");
        (await Store.Get(keys.AccountId)).ShouldBeNull();
        await Store.Set(keys);
        (await Store.Get(keys.AccountId)).ShouldNotBeNull();
    }

    public async Task DisposeAsync()
    {
        redis?.Dispose();
        await server!.DisposeAsync();
    }
}
