using Bench.Measures;
using Npgsql;
using Testing.Servers;

namespace Bench.Targets;

/// <summary>PostgreSQL, RabbitMQ and Redis of this run's own, on free ports, with their data in temporary folders.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private const string SharedBuffers = "512MB";

    private readonly PostgresServer postgres = new();
    private readonly RabbitMqServer rabbitMq = new();
    private readonly RedisServer redis = new();

    public string PostgreSql => postgres.ConnectionString;

    public string RabbitMq => rabbitMq.ConnectionString;

    public string Redis => redis.ConnectionString;

    public IReadOnlyList<ICounters> Counters => [new PostgresCounters(PostgreSql), new RabbitMqCounters(rabbitMq.Port)];

    public static async Task<Servers> Start()
    {
        var servers = new Servers();
        try
        {
            await Task.WhenAll(servers.StartPostgres(), servers.rabbitMq.Start(), servers.redis.Start());
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }

        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await rabbitMq.DisposeAsync();
        await redis.DisposeAsync();
    }

    private async Task StartPostgres()
    {
        await postgres.Start();
        await using (var source = NpgsqlDataSource.Create($"{PostgreSql};Pooling=false"))
        await using (var command = source.CreateCommand($"alter system set shared_buffers = '{SharedBuffers}'"))
        {
            await command.ExecuteNonQueryAsync();
        }

        await postgres.Stop();
        await postgres.Start();
    }
}
