using System.Text.Json;
using Hosting.Redis;

namespace Sessions;

/// <summary><c>service_keys:{accountId}</c> = <c>{accountId, version, permissions, keys, expiresAt, run}</c> with a time to live, of this <see cref="RedisRun"/>.</summary>
internal sealed class RedisServiceKeyStore(RedisConnection redis) : IServiceKeyStore
{
    private readonly RedisRun objects = new(redis);

    public Task Set(ServiceKeys keys, CancellationToken cancellationToken = default) =>
        objects.Set(Key(keys.AccountId), JsonSerializer.Serialize(keys, JsonSerializerOptions.Web), keys.Lifetime, cancellationToken, keys.Version);

    public async Task<ServiceKeys?> Get(Guid accountId, CancellationToken cancellationToken = default) =>
        await objects.Get(Key(accountId), cancellationToken) is { } stored ? JsonSerializer.Deserialize<ServiceKeys>(stored, JsonSerializerOptions.Web) : null;

    private static string Key(Guid accountId) => $"service_keys:{accountId}";
}
