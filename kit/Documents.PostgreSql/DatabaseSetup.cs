using Microsoft.Extensions.Logging;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>Creates what is missing: the database, tables, columns, indexes. Several processes may do so at once.</summary>
internal sealed class DatabaseSetup(NpgsqlDataSource source, string connectionString, string database, ILogger logger)
{
    private const string MaintenanceDatabase = "postgres";
    private const string Lock = "select pg_advisory_xact_lock(hashtext('persistence schema'))";

    public async Task Run(IReadOnlyList<Table> tables, CancellationToken cancellationToken)
    {
        if (!await Exists(cancellationToken))
        {
            await CreateDatabase(cancellationToken);
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, Lock, cancellationToken);
        foreach (var table in tables)
        {
            await Prepare(connection, table, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> Exists(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private async Task CreateDatabase(CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        server.Database = string.IsNullOrEmpty(server.Database) || server.Database == database ? MaintenanceDatabase : server.Database;
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        try
        {
            await Execute(
                connection, $"create database {Identifier.Quote(database)} template template0 encoding 'UTF8' locale 'C'", cancellationToken);
            logger.LogInformation("Created the database {Database}", database);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            logger.LogInformation("Another process created the database {Database}", database);
        }
    }

    /// <summary>Asks first: even "if not exists" waits for every writer of a table that is in use.</summary>
    private async Task Prepare(NpgsqlConnection connection, Table table, CancellationToken cancellationToken)
    {
        var present = await Present(connection, table, cancellationToken);
        var missing = new List<string>();
        if (!present.Contains(table.PrimaryKey))
        {
            missing.Add(table.Create);
        }

        missing.AddRange(table.Columns.Where(c => !present.Contains(c.Name)).Select(c => c.Add));
        missing.AddRange(table.Indexes.Where(i => !present.Contains(i.Name)).Select(i => i.Create));
        if (missing.Count > 0)
        {
            await Execute(connection, string.Join(";\n", missing), cancellationToken);
            logger.LogInformation(
                "Prepared {Collection} in {Database}: {Count} tables, columns or indexes were missing", table.Schema.Collection, database, missing.Count);
        }
    }

    private static async Task<HashSet<string>> Present(NpgsqlConnection connection, Table table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select attname from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
            union all
            select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = to_regclass($1)
            """,
            connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = table.QuotedName } },
        };
        var names = new HashSet<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
