using Hosting.Redis;
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
        var oldest = await redis.Run(database => database.ListGetByIndexAsync(Name(key), key.Limit - 1), cancellationToken);
        return oldest.IsNull ? null : Wait((long)oldest + WindowMilliseconds - Now);
    }

    public async Task<TimeSpan?> Count(FailureKey key, CancellationToken cancellationToken) => Wait((long)await redis.Run(
        database => database.ScriptEvaluateAsync(AskAndCount, [Name(key)], [key.Limit, Now, WindowMilliseconds]), cancellationToken));

    public async Task Forget(FailureKey key, CancellationToken cancellationToken) =>
        await redis.Run(database => database.KeyDeleteAsync(Name(key)), cancellationToken);

    private static TimeSpan? Wait(long milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static RedisKey Name(FailureKey key) => $"login_failures:{key.Text}";
}
