using System.Text.Json;
using ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Gateway.Idempotency;

/// <summary><c>idempotency:{key}</c> = the record as JSON, with a time to live; the key is a hash.</summary>
internal sealed class RedisIdempotencyRecords(RedisConnection redis, IdempotencySettings settings) : IIdempotencyRecords
{
    public async Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        var database = await redis.Database(cancellationToken);
        while (!await database.StringSetAsync(Name(key), Write(own), settings.Lease, When.NotExists))
        {
            string? known = await database.StringGetAsync(Name(key));
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
        await (await redis.Database(cancellationToken)).StringSetAsync(Name(key), Write(answered), settings.Kept);

    public async Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        var transaction = (await redis.Database(cancellationToken)).CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(Name(key), Write(own)));
        var deleted = transaction.KeyDeleteAsync(Name(key));
        if (await transaction.ExecuteAsync())
        {
            await deleted;
        }
    }

    private static string Name(string key) => $"idempotency:{key}";

    private static string Write(IdempotencyRecord record) => JsonSerializer.Serialize(record, JsonSerializerOptions.Web);
}
