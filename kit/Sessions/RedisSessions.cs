using System.Text.Json;
using Hosting.Redis;
using StackExchange.Redis;

namespace Sessions;

/// <summary>
/// <c>access_token:{userId}</c> = <c>{token, issuedAt, expiresAt, run}</c> with a time to live. It counts only in the run
/// of the Redis server that took it: one that was restored from a snapshot, lost its last writes or took over from
/// another may hold a token that was ended since. After that users refresh.
/// </summary>
internal sealed class RedisSessions(RedisConnection redis, TimeProvider time) : ISessions
{
    private const string Run = "local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')\n";

    // The run goes last into the object: what is stored stays one JSON text.
    private const string Set = Run + """
        return redis.call('SET', KEYS[1], string.sub(ARGV[1], 1, -2) .. ',"run":"' .. run .. '"}', 'PX', ARGV[2])
        """;

    private const string GetOfThisRun = Run + """
        local stored = redis.call('GET', KEYS[1])
        if stored and string.sub(stored, -string.len(run) - 2) == run .. '"}' then
          return stored
        end
        return false
        """;

    public async Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default)
    {
        var stored = JsonSerializer.Serialize(token, JsonSerializerOptions.Web);
        var lifetime = (long)(token.ExpiresAt - time.GetUtcNow()).TotalMilliseconds;
        if (lifetime > 0)
        {
            await Evaluate("EVAL", Set, userId, cancellationToken, stored, lifetime);
        }
        else
        {
            await End(userId, cancellationToken);
        }
    }

    public async Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default)
    {
        var stored = (string?)await Evaluate("EVAL_RO", GetOfThisRun, userId, cancellationToken);
        return stored is null ? null : JsonSerializer.Deserialize<AccessTokenRecord>(stored, JsonSerializerOptions.Web);
    }

    public async Task End(Guid userId, CancellationToken cancellationToken = default) =>
        await redis.Run(database => database.KeyDeleteAsync(Key(userId)), cancellationToken);

    private static string Key(Guid userId) => $"access_token:{userId}";

    /// <summary>The whole script each time: by its hash the first call after a restart of Redis would fail.</summary>
    private Task<RedisResult> Evaluate(string command, string script, Guid userId, CancellationToken cancellationToken, params object[] arguments) =>
        redis.Run(database => database.ExecuteAsync(command, [script, 1, (RedisKey)Key(userId), .. arguments]), cancellationToken);
}
