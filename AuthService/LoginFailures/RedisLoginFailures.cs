using Hosting.Redis;
using StackExchange.Redis;

namespace AuthService.LoginFailures;

/// <summary><c>login_failures:{key}</c> = the times of the last failures, newest first, in Unix milliseconds; goes by itself.</summary>
internal sealed class RedisLoginFailures(RedisConnection redis, TimeProvider time) : ILoginFailures
{
    private const string AskAndCount = """
        local limit, now, window, wait = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), 0
        for _, key in ipairs(KEYS) do
          local oldest = tonumber(redis.call('LINDEX', key, limit - 1) or '0')
          wait = math.max(wait, oldest + window - now)
        end
        if wait > 0 then
          return wait
        end
        for _, key in ipairs(KEYS) do
          redis.call('LPUSH', key, ARGV[2])
          redis.call('LTRIM', key, 0, limit - 1)
          redis.call('PEXPIRE', key, ARGV[3])
        end
        return 0
        """;

    private static readonly long WindowMilliseconds = (long)ILoginFailures.Window.TotalMilliseconds;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<TimeSpan?> Blocked(FailureKey key, CancellationToken cancellationToken)
    {
        var oldest = await redis.Run(
            database => Task.WhenAll(Names(key).Select(name => database.ListGetByIndexAsync(name, key.Limit - 1))), cancellationToken);
        return oldest.Max(at => at.IsNull ? null : Wait((long)at + WindowMilliseconds - Now));
    }

    public async Task<TimeSpan?> Count(FailureKey key, CancellationToken cancellationToken) => Wait((long)await redis.Run(
        database => database.ScriptEvaluateAsync(AskAndCount, Names(key), [key.Limit, Now, WindowMilliseconds]), cancellationToken));

    public async Task Forget(FailureKey key, CancellationToken cancellationToken) =>
        await redis.Run(database => database.KeyDeleteAsync(Names(key)), cancellationToken);

    private static TimeSpan? Wait(long milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static RedisKey[] Names(FailureKey key) => [.. key.Texts.Select(text => (RedisKey)$"login_failures:{text}")];
}
