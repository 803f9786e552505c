using StackExchange.Redis;

namespace ServiceDefaults.Redis;

/// <summary>The host's one connection to Redis, made on first use and again after a failure to connect.</summary>
public sealed class RedisConnection(string connectionString) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private ConnectionMultiplexer? multiplexer;

    /// <summary>Throws <see cref="RedisConnectionException"/> while Redis cannot be reached.</summary>
    public async Task<IDatabase> Database(CancellationToken cancellationToken = default)
    {
        if (multiplexer is { } open)
        {
            return open.GetDatabase();
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            return (multiplexer ??= await Connect()).GetDatabase();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        multiplexer?.Dispose();
        gate.Dispose();
    }

    private async Task<ConnectionMultiplexer> Connect()
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = 2000;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
