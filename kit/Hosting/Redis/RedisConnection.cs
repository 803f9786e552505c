using StackExchange.Redis;

namespace Hosting.Redis;

/// <summary>
/// The host's one connection to Redis, made on first use, and again on next use after a failure. Whoever asks while
/// Redis is down hears so within <see cref="Patience"/>.
/// </summary>
public sealed class RedisConnection(string connectionString) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<ConnectionMultiplexer>? connecting;

    /// <summary>Throws <see cref="RedisException"/> or <see cref="TimeoutException"/> while Redis does not answer.</summary>
    public async Task<T> Run<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken = default)
    {
        try
        {
            var database = await Database(cancellationToken);

            // The client puts no bound on an asynchronous command whose connection is half open.
            return await command(database).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception fault)
        {
            RedisErrors.Count(fault);
            throw;
        }
    }

    /// <summary>Throws <see cref="RedisConnectionException"/> while Redis cannot be reached.</summary>
    public async Task<IDatabase> Database(CancellationToken cancellationToken = default) =>
        (await Connected().WaitAsync(Patience, cancellationToken)).GetDatabase();

    public void Dispose()
    {
        if (connecting is { IsCompletedSuccessfully: true })
        {
            connecting.Result.Dispose();
        }
    }

    /// <summary>Everyone who waits shares one attempt: a queue of attempts would keep the last of them waiting long.</summary>
    private Task<ConnectionMultiplexer> Connected()
    {
        lock (gate)
        {
            return connecting is null or { IsFaulted: true } or { IsCanceled: true } ? connecting = Task.Run(Connect) : connecting;
        }
    }

    private async Task<ConnectionMultiplexer> Connect()
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = true;

        // What is asked while Redis is down fails at once: nobody waits for its return in a line.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)Patience.TotalMilliseconds;
        options.SyncTimeout = (int)Patience.TotalMilliseconds;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
