using Hosting.Redis;
using StackExchange.Redis;

namespace LiveService.Turn;

/// <summary>
/// <c>turn:{userId}:{roomId or -}</c> = a sorted set of the ids of what was issued, by its end in seconds since 1970; goes by itself. So are
/// <c>turn:{userId}</c>, by which a user's are counted, and <c>turn:all</c>.
/// </summary>
internal sealed class RedisTurnSessions(RedisConnection redis, TimeProvider time) : ITurnSessions
{
    private const string All = "turn:all";

    private const string CountAndAdd = """
        local now, expiry, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
        if not redis.call('ZSCORE', KEYS[1], ARGV[4]) and redis.call('ZCARD', KEYS[1]) >= most then
          return 0
        end
        for _, key in ipairs(KEYS) do
          redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
          redis.call('ZADD', key, expiry, ARGV[4])
          redis.call('EXPIREAT', key, expiry)
        end
        return 1
        """;

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<bool> TryAdd(Guid id, Guid userId, Guid? roomId, DateTimeOffset expiresAt, int most, CancellationToken cancellationToken) =>
        (int)await redis.Run(
            database => database.ScriptEvaluateAsync(
                CountAndAdd,
                [$"turn:{userId}", $"turn:{userId}:{roomId?.ToString() ?? "-"}", All],
                [Now, expiresAt.ToUnixTimeSeconds(), most, id.ToString()]),
            cancellationToken) == 1;

    public Task<long> Count(CancellationToken cancellationToken) =>
        redis.Run(database => database.SortedSetLengthAsync(All, Now, double.PositiveInfinity, Exclude.Start), cancellationToken);
}
