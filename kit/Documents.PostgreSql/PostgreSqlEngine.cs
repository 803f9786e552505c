using System.Collections.Concurrent;
using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Documents.PostgreSql;

/// <summary>
/// Documents in one database of a PostgreSQL server. Every statement of a batch travels in one round trip and is
/// committed once. The database is created when it is missing.
/// </summary>
public sealed class PostgreSqlEngine : IDocumentEngine
{
    private const int PreparedStatements = 64;

    /// <summary>Connections kept from reads: two for each running batch of writes, and for clearing, the sweep and the ping.</summary>
    private const int Reserved = 5;

    /// <summary>Round trips of reads by id that run at once; more of them would share less.</summary>
    private const int ConcurrentGets = 2;

    private readonly ConcurrentDictionary<Schema, Table> tables = new();
    private readonly NpgsqlDataSource source;
    private readonly SemaphoreSlim reads;
    private readonly ReadCoalescer gets;
    private readonly BatchWriter writes;
    private readonly DatabaseSetup setup;

    /// <param name="connectionString">Names the server. Its own pool size and preparation settings win over the defaults here.</param>
    public PostgreSqlEngine(string connectionString, string database, ILogger logger)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Multiplexing = false };
        if (!settings.ShouldSerialize("Maximum Pool Size"))
        {
            settings.MaxPoolSize = ConnectionBudget.DefaultPool;
        }

        if (!settings.ShouldSerialize("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = PreparedStatements;
            settings.AutoPrepareMinUsages = 2;
        }

        // Nothing is set for a session here, and seven statements at each return of a connection are as much as a commit.
        settings.NoResetOnClose = true;
        settings.ApplicationName ??= database;
        source = NpgsqlDataSource.Create(settings);
        reads = new SemaphoreSlim(Math.Max(1, settings.MaxPoolSize - Reserved));
        gets = new ReadCoalescer(ConcurrentGets, (table, ids) => Read(table.Get, [Parameters.Texts(ids)], CancellationToken.None));
        writes = new BatchWriter(source, Table, logger);
        setup = new DatabaseSetup(connectionString, database, settings.MaxPoolSize, logger);
    }

    public int WriteConcurrency => 2;

    /// <returns>Null when it names none.</returns>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static string? PasswordOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Password;

    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) =>
        setup.Run([.. schemas.Select(Table)], cancellationToken);

    public Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken) => writes.Write(batch, cancellationToken);

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) =>
        gets.Get(Table(schema), id, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        query.Part is { Text.Length: > 0 }
            ? Search(Table(schema), query, cancellationToken)
            : Read(PageQuery.Along(Table(schema), query), cancellationToken);

    public async Task<long> Count(Schema schema, DocumentQuery query, CancellationToken cancellationToken)
    {
        var count = PageQuery.Count(Table(schema), query);
        await using var command = source.CreateCommand(count.Sql);
        command.Parameters.AddRange(count.Values.ToArray());
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Table(schema).Pending);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = raisedBefore.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(Parameters.Count(limit));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pending = new List<PendingOutbox>();
        var messages = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var document = reader.GetString(0);
            if (pending.Count == 0 || pending[^1].Id != document)
            {
                messages = [];
                pending.Add(new PendingOutbox(document, messages));
            }

            messages.Add(JsonSerializer.Deserialize<OutboxMessage>(reader.GetFieldValue<byte[]>(1), DocumentJson.Options)!);
        }

        return pending;
    }

    public async Task<OutboxBacklog> Backlog(Schema schema, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Table(schema).Backlog);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OutboxBacklog(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }

    public async Task<long?> Size(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select pg_database_size(current_database())");
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public async Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();

        // A crash that forgets a clearing only repeats a delivery: no one waits for the disk.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)"));
        foreach (var group in sent.GroupBy(s => s.Schema))
        {
            var messages = group
                .SelectMany(s => s.MessageIds.Select(m => (Document: StorableText.From(s.Id), Message: m)))
                .OrderBy(m => m.Message)
                .ToList();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Table(group.Key).Clear)
            {
                Parameters =
                {
                    Parameters.Texts([.. messages.Select(m => m.Document)]),
                    Parameters.Array([.. messages.Select(m => m.Message)], NpgsqlDbType.Uuid),
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task Ping(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }

    public bool IsUnavailable(Exception fault) => ServerFault.MayPass(fault);

    public bool IsDiskFault(Exception fault) => ServerFault.IsOfDisk(fault);

    public async ValueTask DisposeAsync()
    {
        await gets.DisposeAsync();
        await source.DisposeAsync();
        reads.Dispose();
    }

    private Table Table(Schema schema) => tables.GetOrAdd(schema, s => new Table(s));

    private async Task<IReadOnlyList<StoredDocument>> Search(Table table, DocumentQuery query, CancellationToken cancellationToken)
    {
        var first = SearchWalk.First(query.Limit);
        for (int? most = first; most is { } bound;)
        {
            var walk = PageQuery.Walk(table, query, bound);
            var (page, walked) = await Rows(walk.Sql, walk.Values, cancellationToken);
            if (page.Count == query.Limit || walked < bound)
            {
                return page;
            }

            most = bound == first ? SearchWalk.Further(query.Limit, bound, page.Count) : null;
        }

        return await Read(PageQuery.Found(table, query), cancellationToken);
    }

    private Task<IReadOnlyList<StoredDocument>> Read(PageQuery page, CancellationToken cancellationToken) => Read(page.Sql, page.Values, cancellationToken);

    private async Task<IReadOnlyList<StoredDocument>> Read(string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken) =>
        (await Rows(sql, parameters, cancellationToken)).Documents;

    /// <summary>With the number that the rows of <see cref="PageQuery.Walk"/> say.</summary>
    private async Task<(IReadOnlyList<StoredDocument> Documents, long Walked)> Rows(
        string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        await reads.WaitAsync(cancellationToken);
        try
        {
            await using var command = source.CreateCommand(sql);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(parameter);
            }

            var found = new List<StoredDocument>();
            long walked = 0;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var isWalk = reader.GetName(reader.FieldCount - 1) == PageQuery.WalkedColumn;
            while (await reader.ReadAsync(cancellationToken))
            {
                if (isWalk)
                {
                    walked = reader.GetInt64(reader.FieldCount - 1);
                }

                if (!reader.IsDBNull(0))
                {
                    var body = reader.GetFieldValue<byte[]>(reader.IsDBNull(3) ? 2 : 3);
                    found.Add(new StoredDocument(reader.GetString(0), reader.GetInt64(1), body));
                }
            }

            return (found, walked);
        }
        finally
        {
            reads.Release();
        }
    }
}
