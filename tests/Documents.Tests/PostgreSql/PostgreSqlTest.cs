using Documents.Engines;
using Documents.PostgreSql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testing;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

/// <summary>A database of its own on the shared server, and any number of engines on it.</summary>
[Collection(PostgreSqlCollection.Name)]
public abstract class PostgreSqlTest(SharedPostgres postgres) : IAsyncLifetime
{
    private readonly List<PostgreSqlEngine> engines = [];

    protected string Database { get; } = SharedPostgres.NewDatabase();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }

        // Of a skipped test nothing is there, the server included.
        if (engines.Count > 0)
        {
            await postgres.Drop(Database);
        }
    }

    protected async Task<PostgreSqlEngine> Create(string settings = "", ILogger? logger = null)
    {
        var engine = new PostgreSqlEngine($"{await postgres.ConnectionString};{settings}", Database, logger ?? NullLogger.Instance);
        engines.Add(engine);
        return engine;
    }

    protected async Task<PostgreSqlEngine> Open(Schema? schema = null, string settings = "")
    {
        var engine = await Create(settings);
        await engine.Open([schema ?? Parcel.Schema], CancellationToken.None);
        return engine;
    }

    /// <summary>A session beside the engine's.</summary>
    protected async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection($"{await postgres.ConnectionString};Database={Database};Pooling=false;Command Timeout=600");
        await connection.OpenAsync();
        return connection;
    }

    protected static async Task<List<string>> Lines(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetValue(0).ToString()!);
        }

        return lines;
    }

    protected static Task<WriteResult[]> Write(PostgreSqlEngine engine, params DocumentWrite[] writes) => engine.Write(writes, CancellationToken.None);

    protected static Task WaitForBlockedSession(NpgsqlConnection connection) =>
        Wait.Until(async () => await BlockedSessions(connection) > 0, "a session waits for a lock");

    protected static async Task<int> BlockedSessions(NpgsqlConnection connection) =>
        (await Lines(connection, "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).Count;
}
