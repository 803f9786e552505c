using Hosting.Redis;
using StackExchange.Redis;

namespace Sessions;

/// <summary>
/// JSON objects that count only in the run of the Redis server that took them: one that was restored from a snapshot, lost its
/// last writes or took over from another may hold what was ended since.
/// </summary>
internal sealed class RedisRun(RedisConnection redis)
{
    // The run goes last into the object: what is stored stays one JSON text.
    private const string Prelude = """
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
        local stored = redis.call('GET', KEYS[1])
        if stored and string.sub(stored, -string.len(run) - 2) ~= run .. '"}' then
          stored = false
        end

        """;

    private const string GetOfThisRun = Prelude + "return stored";

    private const string SetInThisRun = Prelude + """
        if ARGV[3] and stored and cjson.decode(stored).version > tonumber(ARGV[3]) then
          return false
        end
        return redis.call('SET', KEYS[1], string.sub(ARGV[1], 1, -2) .. ',"run":"' .. run .. '"}', 'PX', ARGV[2])
        """;

    /// <summary>Null when there is none of this run. Who may only read asks, too.</summary>
    public async Task<string?> Get(string key, CancellationToken cancellationToken) => (string?)await Evaluate("EVAL_RO", GetOfThisRun, key, cancellationToken);

    /// <param name="version">Given: not over an object of this run whose <c>version</c> is greater.</param>
    public Task Set(string key, string json, TimeSpan lifetime, CancellationToken cancellationToken, long? version = null)
    {
        var milliseconds = (long)lifetime.TotalMilliseconds;
        return version is { } known
            ? Evaluate("EVAL", SetInThisRun, key, cancellationToken, json, milliseconds, known)
            : Evaluate("EVAL", SetInThisRun, key, cancellationToken, json, milliseconds);
    }

    /// <summary>The whole script each time: by its hash the first call after a restart of Redis would fail.</summary>
    private Task<RedisResult> Evaluate(string command, string script, string key, CancellationToken cancellationToken, params object[] arguments) =>
        redis.Run(database => database.ExecuteAsync(command, [script, 1, (RedisKey)key, .. arguments]), cancellationToken);
}
