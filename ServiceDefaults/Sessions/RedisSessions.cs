using System.Text.Json;
using ServiceDefaults.Redis;

namespace ServiceDefaults.Sessions;

/// <summary><c>access_token:{userId}</c> = <c>{token, issuedAt, expiresAt}</c> with a time to live.</summary>
internal sealed class RedisSessions(RedisConnection redis, TimeProvider time) : ISessions
{
    public async Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default)
    {
        var stored = JsonSerializer.Serialize(token, JsonSerializerOptions.Web);
        var lifetime = token.ExpiresAt - time.GetUtcNow();
        await redis.Run(database => database.StringSetAsync(Key(userId), stored, lifetime), cancellationToken);
    }

    public async Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default)
    {
        string? stored = await redis.Run(database => database.StringGetAsync(Key(userId)), cancellationToken);
        return stored is null ? null : JsonSerializer.Deserialize<AccessTokenRecord>(stored, JsonSerializerOptions.Web);
    }

    public async Task End(Guid userId, CancellationToken cancellationToken = default) =>
        await redis.Run(database => database.KeyDeleteAsync(Key(userId)), cancellationToken);

    private static string Key(Guid userId) => $"access_token:{userId}";
}
