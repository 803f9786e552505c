using System.Text.Json;
using Hosting.Redis;
using StackExchange.Redis;

namespace Http.Idempotency;

/// <summary><c>idempotency:{key}</c> = the record as JSON, with a time to live; the key is a hash.</summary>
public sealed class RedisIdempotencyRecords(RedisConnection redis, IdempotencySettings settings) : IIdempotencyRecords
{
    public async Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        while (!await redis.Run(database => database.StringSetAsync(Name(key), Write(own), settings.Lease, When.NotExists), cancellationToken))
        {
            string? known = await redis.Run(database => database.StringGetAsync(Name(key)), cancellationToken);
            if (known is not null)
            {
                return JsonSerializer.Deserialize<IdempotencyRecord>(known, JsonSerializerOptions.Web)!;
            }

            // It ended between the two commands.
            cancellationToken.ThrowIfCancellationRequested();
        }

        return own;
    }

    public async Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken) =>
        await redis.Run(database => database.StringSetAsync(Name(key), Write(answered), settings.Kept), cancellationToken);

    public async Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken) => await redis.Run(
        database => database.LockReleaseAsync(Name(key), Write(own)),
        cancellationToken);

    private static string Name(string key) => $"idempotency:{key}";

    private static string Write(IdempotencyRecord record) => JsonSerializer.Serialize(record, JsonSerializerOptions.Web);
}
