using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Persistence.Engines;
using Persistence.Outbox;

namespace Persistence.PostgreSql;

/// <summary>
/// Documents of many processes in PostgreSQL, one table a collection. A batch of writes is one round trip and one
/// commit; each statement takes all writes of one kind and collection as arrays.
/// </summary>
public sealed class PostgreSqlEngine : IDocumentEngine
{
    private const int DefaultPool = 24;

    private readonly string databaseName;
    private readonly string connectionString;
    private readonly ILogger logger;
    private readonly NpgsqlDataSource source;
    private readonly SemaphoreSlim readers;
    private IReadOnlyDictionary<Schema, Table> tables = new Dictionary<Schema, Table>();

    /// <param name="connectionString">Names the server; the database in it is replaced.</param>
    public PostgreSqlEngine(string connectionString, string database, ILogger logger)
    {
        databaseName = database;
        this.connectionString = connectionString;
        this.logger = logger;
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Database = database, MaxAutoPrepare = 100 };
        if (!connectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase))
        {
            settings.MaxPoolSize = DefaultPool;
        }

        source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();

        // Callers beyond the pool wait here in turn instead of timing out in it.
        readers = new SemaphoreSlim(Math.Max(1, settings.MaxPoolSize - WriteConcurrency - 2));
    }

    public int WriteConcurrency => 2;

    public async Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken)
    {
        await Migration.CreateDatabase(connectionString, databaseName, cancellationToken);
        tables = schemas.ToDictionary(schema => schema, schema => new Table(schema));
        await Migration.CreateTables(source, tables.Values, cancellationToken);
    }

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteTogether(batch, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
        {
            logger.LogDebug("A batch of {Count} writes is written one by one: {SqlState}", batch.Count, e.SqlState);
        }

        var results = new WriteResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            results[i] = await WriteAlone(batch[i], cancellationToken);
        }

        return results;
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) =>
        Read(
            async connection =>
            {
                await using var command = new NpgsqlCommand(tables[schema].SelectById, connection) { Parameters = { Text(id) } };
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken) ? Stored(reader) : null;
            },
            cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        Read(
            async connection =>
            {
                await using var command = tables[schema].Query(query);
                command.Connection = connection;
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var found = new List<StoredDocument>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    found.Add(Stored(reader));
                }

                return (IReadOnlyList<StoredDocument>)found;
            },
            cancellationToken);

    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken) =>
        Read(
            async connection =>
            {
                await using var command = new NpgsqlCommand(tables[schema].SelectPending, connection)
                {
                    Parameters = { new NpgsqlParameter { Value = raisedBefore.ToUniversalTime() }, new NpgsqlParameter { Value = limit } },
                };
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var found = new List<PendingOutbox>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    found.Add(new PendingOutbox(reader.GetString(0), OutboxJson.Read(reader.GetString(1))));
                }

                return (IReadOnlyList<PendingOutbox>)found;
            },
            cancellationToken);

    public async Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var group in sent.GroupBy(messages => messages.Schema))
        {
            var pairs = group
                .SelectMany(messages => messages.MessageIds.Select(id => (Document: messages.Id, Message: id.ToString())))
                .OrderBy(pair => pair.Document, StringComparer.Ordinal)
                .ToList();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(tables[group.Key].Clear)
            {
                Parameters = { Texts(pairs.Select(pair => pair.Document)), Texts(pairs.Select(pair => pair.Message)) },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task Ping(CancellationToken cancellationToken) =>
        Read(
            async connection =>
            {
                await using var command = new NpgsqlCommand("select 1", connection);
                return await command.ExecuteScalarAsync(cancellationToken);
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        readers.Dispose();
    }

    private static NpgsqlParameter Text(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Longs(IEnumerable<long> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static StoredDocument Stored(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetInt64(1), Encoding.UTF8.GetBytes(reader.GetString(2)));

    private async Task<T> Read<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        await readers.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await read(connection);
        }
        finally
        {
            readers.Release();
        }
    }

    private async Task<WriteResult[]> WriteTogether(IReadOnlyList<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var groups = writes.GroupBy(write => (write.Schema, write.Kind)).ToList();
        foreach (var group in groups)
        {
            batch.BatchCommands.Add(Command(group.Key.Schema, group.Key.Kind, group));
        }

        var saved = new HashSet<(Schema, string)>();
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            foreach (var group in groups)
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    saved.Add((group.Key.Schema, reader.GetString(0)));
                }

                await reader.NextResultAsync(cancellationToken);
            }
        }

        var results = new WriteResult[writes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = saved.Contains((writes[i].Schema, writes[i].Id)) ? WriteResult.Saved
                : writes[i].Kind == WriteKind.Insert ? await WhyNotInserted(connection, writes[i], cancellationToken)
                : WriteResult.Stale;
        }

        return results;
    }

    private async Task<WriteResult> WriteAlone(DocumentWrite write, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await WriteTogether([write], cancellationToken))[0];
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return tables[write.Schema].FieldOf(e.ConstraintName) is { } field ? WriteResult.DuplicateKey(field) : WriteResult.DuplicateId;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                logger.LogDebug("A write of {Collection}/{Id} met a deadlock and is tried again", write.Schema.Collection, write.Id);
            }
        }
    }

    private NpgsqlBatchCommand Command(Schema schema, WriteKind kind, IEnumerable<DocumentWrite> group)
    {
        // One order of rows in every process makes deadlocks rare.
        var writes = group.OrderBy(write => write.Id, StringComparer.Ordinal).ToList();
        var table = tables[schema];
        var ids = Texts(writes.Select(write => write.Id));
        if (kind == WriteKind.Delete)
        {
            return new NpgsqlBatchCommand(table.Delete) { Parameters = { ids, Longs(writes.Select(write => write.ExpectedVersion)) } };
        }

        var bodies = Texts(writes.Select(write => Encoding.UTF8.GetString(write.Body)));
        var outboxes = Texts(writes.Select(write => OutboxJson.Write(write.Outbox)));
        return kind == WriteKind.Insert
            ? new NpgsqlBatchCommand(table.Insert) { Parameters = { ids, bodies, outboxes } }
            : new NpgsqlBatchCommand(table.Update) { Parameters = { ids, bodies, outboxes, Longs(writes.Select(write => write.ExpectedVersion)) } };
    }

    private async Task<WriteResult> WhyNotInserted(NpgsqlConnection connection, DocumentWrite write, CancellationToken cancellationToken)
    {
        var table = tables[write.Schema];
        await using (var byId = new NpgsqlCommand(table.SelectById, connection) { Parameters = { Text(write.Id) } })
        {
            if (await byId.ExecuteScalarAsync(cancellationToken) is not null)
            {
                return WriteResult.DuplicateId;
            }
        }

        var values = write.Schema.FieldValues(write.Body);
        foreach (var field in write.Schema.UniqueFields.Where(field => values[field] is not null))
        {
            await using var holder = new NpgsqlCommand(table.SelectByField(field), connection) { Parameters = { Text(values[field]!) } };
            if (await holder.ExecuteScalarAsync(cancellationToken) is not null)
            {
                return WriteResult.DuplicateKey(field);
            }
        }

        // What stood in the way is gone again: the insert is simply tried once more.
        return await WriteAlone(write, cancellationToken);
    }
}
