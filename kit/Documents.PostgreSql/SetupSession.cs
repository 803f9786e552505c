using Microsoft.Extensions.Logging;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>
/// A connection of its own for what may take long: no statement has a time-out. What a writer may have to wait for does:
/// it gives up its place and comes again.
/// </summary>
internal sealed class SetupSession(NpgsqlConnection connection, string database, ILogger logger) : IAsyncDisposable
{
    /// <summary>
    /// How long others may wait for the set-up, and it for them. Longer than the server's deadlock_timeout, after which an
    /// automatic vacuum that stands in the way gives up.
    /// </summary>
    public static readonly TimeSpan LockBound = TimeSpan.FromSeconds(1.5);

    /// <summary>Meanwhile those go on who waited behind the set-up.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(0.2);

    public NpgsqlConnection Connection => connection;

    public ILogger Logger => logger;

    public static async Task<SetupSession> Open(string connectionString, string database, ILogger logger, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Database = database,
            Pooling = false,
            Multiplexing = false,
            CommandTimeout = 0,
            KeepAlive = 30,
        };
        settings.ApplicationName ??= database;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new SetupSession(connection, database, logger);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// One process at a time changes a database. The lock is the session's, and asked for again and again instead of waited for:
    /// an index that is built beside writers waits for every session that is in a transaction or a statement.
    /// </summary>
    public async Task Lock(CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (!await Ask<bool>("select pg_try_advisory_lock(hashtext('persistence schema'))", cancellationToken))
        {
            if (isFirst)
            {
                logger.LogInformation("Another process prepares {Database}: waiting for it", database);
                isFirst = false;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    public async Task Execute(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> Ask<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>All statements in one transaction that waits for no lock longer than the bound, tried until it has its locks.</summary>
    /// <returns>The first row of the last statement that gives one.</returns>
    public async Task<object?[]> Bounded(string what, Func<IEnumerable<NpgsqlBatchCommand>> statements, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await Once(statements(), cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                logger.LogInformation("{Database} is in use: {What} is tried again in {Delay}. {Reason}", database, what, Pause, e.MessageText);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<object?[]> Once(IEnumerable<NpgsqlBatchCommand> statements, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select set_config('lock_timeout', '{LockBound.TotalMilliseconds}', true)"));
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        object?[] row = [];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            if (await reader.ReadAsync(cancellationToken))
            {
                row = new object?[reader.FieldCount];
                reader.GetValues(row!);
            }
        }
        while (await reader.NextResultAsync(cancellationToken));

        return row;
    }
}
