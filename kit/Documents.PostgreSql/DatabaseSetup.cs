using Microsoft.Extensions.Logging;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>
/// Creates what is missing: the database, tables, columns, indexes. Several processes may do so at once, and others may
/// write meanwhile: no write waits longer than <see cref="SetupSession.LockBound"/>.
/// </summary>
internal sealed class DatabaseSetup(string connectionString, string database, int pool, ILogger logger)
{
    private const string MaintenanceDatabase = "postgres";

    public async Task Run(IReadOnlyList<Table> tables, CancellationToken cancellationToken)
    {
        await using var session = await Open(cancellationToken);
        await ConnectionBudget.Check(session, pool, logger, cancellationToken);
        var undone = new List<TableSetup>();
        foreach (var setup in tables.Select(t => new TableSetup(session, t)))
        {
            if (!await setup.IsDone(cancellationToken))
            {
                undone.Add(setup);
            }
        }

        if (undone.Count == 0)
        {
            return;
        }

        await session.Lock(cancellationToken);
        await session.Execute(LayoutStore.Create + SearchIndex.Create, cancellationToken);
        foreach (var setup in undone)
        {
            await setup.Run(cancellationToken);
        }
    }

    private async Task<SetupSession> Open(CancellationToken cancellationToken)
    {
        try
        {
            return await SetupSession.Open(connectionString, database, logger, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabase(cancellationToken);
            return await SetupSession.Open(connectionString, database, logger, cancellationToken);
        }
    }

    private async Task CreateDatabase(CancellationToken cancellationToken)
    {
        var named = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var maintenance = string.IsNullOrEmpty(named) || named == database ? MaintenanceDatabase : named;
        await using var session = await SetupSession.Open(connectionString, maintenance, logger, cancellationToken);
        try
        {
            await session.Execute($"create database {Identifier.Quote(database)} template template0 encoding 'UTF8' locale 'C'", cancellationToken);
            logger.LogInformation("Created the database {Database}", database);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            logger.LogInformation("Another process created the database {Database}", database);
        }
    }
}
