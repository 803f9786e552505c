using Hosting.Redis;
using StackExchange.Redis;

namespace Http.Limits;

/// <summary>
/// <c>rate:{key}</c> = a hash of the window's number and the counts of it and the one before, gone after two windows.
/// One script with Redis' own clock: all Gateways count in the same windows, whatever their clocks say.
/// </summary>
public sealed class RedisRateLimits(RedisConnection redis, TimeSpan length) : IRateLimits
{
    private const string Script = """
        local window, limit, take = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local index = math.floor(now / window)
        local stored = redis.call('HMGET', KEYS[1], 'index', 'current', 'previous')
        local at, current, previous = tonumber(stored[1] or 0), tonumber(stored[2] or 0), tonumber(stored[3] or 0)
        if index > at then
          previous = index == at + 1 and current or 0
          current = 0
        else
          index = at
        end
        local elapsed = math.max(0, math.min(window, now - index * window))
        local fits = previous * (window - elapsed) + (current + 1) * window <= limit * window
        if fits and take then
          current = current + 1
          redis.call('HSET', KEYS[1], 'index', index, 'current', current, 'previous', previous)
          redis.call('PEXPIRE', KEYS[1], 2 * window)
        end
        return {fits and 1 or 0, elapsed, previous, current}
        """;

    private const string GiveBackScript = """
        local window = tonumber(ARGV[1])
        local time = redis.call('TIME')
        local index = math.floor((time[1] * 1000 + math.floor(time[2] / 1000)) / window)
        local stored = redis.call('HMGET', KEYS[1], 'index', 'current')
        if tonumber(stored[1] or -1) >= index and tonumber(stored[2]) > 0 then
          redis.call('HINCRBY', KEYS[1], 'current', -1)
        end
        """;

    private readonly long milliseconds = (long)length.TotalMilliseconds;

    public async Task<Standing> Ask(Permit permit, bool take, CancellationToken cancellationToken)
    {
        var answer = (long[])(await redis.Run(
            database => database.ExecuteAsync("EVAL", [Script, 1, (RedisKey)$"rate:{permit.Key}", milliseconds, permit.Limit, take ? 1 : 0]), cancellationToken))!;
        return new SlidingWindow(milliseconds, answer[1], answer[2], answer[3]).For(permit.Limit, answer[0] == 1);
    }

    public async Task GiveBack(Permit permit, CancellationToken cancellationToken) => await redis.Run(
        database => database.ExecuteAsync("EVAL", [GiveBackScript, 1, (RedisKey)$"rate:{permit.Key}", milliseconds]), cancellationToken);
}
