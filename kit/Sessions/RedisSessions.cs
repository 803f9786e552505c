using System.Text.Json;
using Hosting.Redis;

namespace Sessions;

/// <summary>
/// <c>access_token:{userId}</c> = <c>{token, issuedAt, expiresAt, run}</c> with a time to live, of this <see cref="RedisRun"/>:
/// after another users refresh.
/// </summary>
internal sealed class RedisSessions(RedisConnection redis, TimeProvider time) : ISessions
{
    private readonly RedisRun objects = new(redis);

    public async Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default)
    {
        var lifetime = token.ExpiresAt - time.GetUtcNow();
        if (lifetime.TotalMilliseconds >= 1)
        {
            await objects.Set(Key(userId), JsonSerializer.Serialize(token, JsonSerializerOptions.Web), lifetime, cancellationToken);
        }
        else
        {
            await End(userId, cancellationToken);
        }
    }

    public async Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default) =>
        await objects.Get(Key(userId), cancellationToken) is { } stored ? JsonSerializer.Deserialize<AccessTokenRecord>(stored, JsonSerializerOptions.Web) : null;

    public async Task End(Guid userId, CancellationToken cancellationToken = default) =>
        await redis.Run(database => database.KeyDeleteAsync(Key(userId)), cancellationToken);

    private static string Key(Guid userId) => $"access_token:{userId}";
}
