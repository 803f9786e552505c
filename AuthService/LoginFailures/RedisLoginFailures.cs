using ServiceDefaults.Redis;
using StackExchange.Redis;

namespace AuthService.LoginFailures;

/// <summary><c>login_failures:{key}</c> = the times of the last failures, newest first, in Unix milliseconds; goes by itself.</summary>
internal sealed class RedisLoginFailures(RedisConnection redis, TimeProvider time) : ILoginFailures
{
    private const string AskAndCount = """
        local limit, now, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local oldest = tonumber(redis.call('LINDEX', KEYS[1], limit - 1) or '0')
        if oldest + window > now then
          return oldest + window - now
        end
        redis.call('LPUSH', KEYS[1], ARGV[2])
        redis.call('LTRIM', KEYS[1], 0, limit - 1)
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 0
        """;

    private static readonly long WindowMilliseconds = (long)ILoginFailures.Window.TotalMilliseconds;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<TimeSpan?> Blocked(FailureKey key, CancellationToken cancellationToken)
    {
        var oldest = await (await redis.Database(cancellationToken)).ListGetByIndexAsync(Name(key), key.Limit - 1);
        return oldest.IsNull ? null : Wait((long)oldest + WindowMilliseconds - Now);
    }

    public async Task<TimeSpan?> Count(FailureKey key, CancellationToken cancellationToken)
    {
        var database = await redis.Database(cancellationToken);
        return Wait((long)await database.ScriptEvaluateAsync(AskAndCount, [Name(key)], [key.Limit, Now, WindowMilliseconds]));
    }

    public async Task Forget(FailureKey key, CancellationToken cancellationToken) =>
        await (await redis.Database(cancellationToken)).KeyDeleteAsync(Name(key));

    private static TimeSpan? Wait(long milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static RedisKey Name(FailureKey key) => $"login_failures:{key.Text}";
}
