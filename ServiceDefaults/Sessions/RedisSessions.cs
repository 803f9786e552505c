using System.Text.Json;
using ServiceDefaults.Redis;

namespace ServiceDefaults.Sessions;

/// <summary><c>access_token:{userId}</c> = <c>{token, issuedAt, expiresAt}</c> with a time to live.</summary>
internal sealed class RedisSessions(RedisConnection redis, TimeProvider time) : ISessions
{
    public async Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default) =>
        await (await redis.Database(cancellationToken)).StringSetAsync(
            Key(userId), JsonSerializer.Serialize(token, JsonSerializerOptions.Web), token.ExpiresAt - time.GetUtcNow());

    public async Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default)
    {
        string? stored = await (await redis.Database(cancellationToken)).StringGetAsync(Key(userId));
        return stored is null ? null : JsonSerializer.Deserialize<AccessTokenRecord>(stored, JsonSerializerOptions.Web);
    }

    public async Task End(Guid userId, CancellationToken cancellationToken = default) =>
        await (await redis.Database(cancellationToken)).KeyDeleteAsync(Key(userId));

    private static string Key(Guid userId) => $"access_token:{userId}";
}
