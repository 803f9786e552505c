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
    private const int DefaultPoolSize = 30;
    private const int PreparedStatements = 64;
    private const int MaxAttempts = 20;

    /// <summary>Connections kept from reads: two for each running batch of writes, and for clearing, the sweep and the ping.</summary>
    private const int Reserved = 5;

    /// <summary>Round trips of reads by id that run at once; more of them would share less.</summary>
    private const int ConcurrentGets = 2;

    private readonly ConcurrentDictionary<Schema, Table> tables = new();
    private readonly NpgsqlDataSource source;
    private readonly SemaphoreSlim reads;
    private readonly ReadCoalescer gets;
    private readonly DatabaseSetup setup;
    private readonly ILogger logger;

    /// <param name="connectionString">Names the server. Its own pool size and preparation settings win over the defaults here.</param>
    public PostgreSqlEngine(string connectionString, string database, ILogger logger)
    {
        this.logger = logger;
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Multiplexing = false };
        if (!settings.ShouldSerialize("Maximum Pool Size"))
        {
            settings.MaxPoolSize = DefaultPoolSize;
        }

        if (!settings.ShouldSerialize("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = PreparedStatements;
            settings.AutoPrepareMinUsages = 2;
        }

        settings.ApplicationName ??= database;
        source = NpgsqlDataSource.Create(settings);
        reads = new SemaphoreSlim(Math.Max(1, settings.MaxPoolSize - Reserved));
        gets = new ReadCoalescer(ConcurrentGets, (table, ids) => Read(table.Get, [Parameters.Texts(ids)], CancellationToken.None));
        setup = new DatabaseSetup(source, connectionString, database, logger);
    }

    public int WriteConcurrency => 2;

    /// <returns>Null when it names none.</returns>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static string? PasswordOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Password;

    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) =>
        setup.Run([.. schemas.Select(Table)], cancellationToken);

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        var results = new Dictionary<DocumentWrite, WriteResult>(batch.Count, ReferenceEqualityComparer.Instance);
        IReadOnlyList<DocumentWrite> open = batch;
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            if (attempt > MaxAttempts)
            {
                throw new InvalidOperationException($"Values that {open.Count} inserts met were gone when asked for, {MaxAttempts} times.");
            }

            var refused = await WriteAll(open, results, cancellationToken);
            open = await Classify(refused, results, cancellationToken);
        }

        return [.. batch.Select(w => results[w])];
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) =>
        gets.Get(Table(schema), id, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken)
    {
        var parameters = new List<NpgsqlParameter>();
        foreach (var filter in query.Filters)
        {
            parameters.Add(filter.Values.Count == 1
                ? Parameters.Text(filter.Values[0])
                : Parameters.Texts([.. filter.Values.Select(StorableText.From).Distinct()]));
        }

        string?[] bounds = [query.From, query.Until, query.After?.OrderValue, query.After?.Id];
        parameters.AddRange(bounds.OfType<string>().Select(Parameters.Text));
        parameters.Add(Parameters.Count(query.Limit));
        return Read(Table(schema).Query(query), parameters, cancellationToken);
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

    /// <summary>All writes in one transaction. When one breaks a unique rule they are halved until it fails alone.</summary>
    /// <returns>The inserts whose outcome is still to be found.</returns>
    private async Task<List<DocumentWrite>> WriteAll(
        IReadOnlyList<DocumentWrite> writes, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        try
        {
            return await Commit(writes, results, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && writes.Count > 1)
        {
            var half = writes.Count / 2;
            var refused = await WriteAll([.. writes.Take(half)], results, cancellationToken);
            refused.AddRange(await WriteAll([.. writes.Skip(half)], results, cancellationToken));
            return refused;
        }
        catch (PostgresException e) when (
            e.SqlState == PostgresErrorCodes.UniqueViolation
            && Table(writes[0].Schema).UniqueIndexFields.TryGetValue(e.ConstraintName ?? "", out var field))
        {
            results[writes[0]] = WriteResult.DuplicateKey(field);
            return [];
        }
    }

    private async Task<List<DocumentWrite>> Commit(
        IReadOnlyList<DocumentWrite> writes, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        WriteGroup[] groups = [.. writes.GroupBy(w => (w.Schema, w.Kind)).Select(g => new WriteGroup(Table(g.Key.Schema), g.Key.Kind, g))];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Commit(groups, results, cancellationToken);
            }
            catch (PostgresException e) when (
                e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < MaxAttempts)
            {
                logger.LogWarning("A batch of {Count} writes is tried again: {Reason}", writes.Count, e.MessageText);
            }
        }
    }

    private async Task<List<DocumentWrite>> Commit(
        WriteGroup[] groups, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        foreach (var group in groups)
        {
            batch.BatchCommands.Add(group.Command());
        }

        var refused = new List<DocumentWrite>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var group in groups)
        {
            refused.AddRange(await group.Read(reader, results, cancellationToken));
            await reader.NextResultAsync(cancellationToken);
        }

        return refused;
    }

    /// <returns>Inserts that met something which is gone by now.</returns>
    private async Task<List<DocumentWrite>> Classify(
        List<DocumentWrite> refused, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        var unknown = new List<DocumentWrite>();
        foreach (var group in refused.GroupBy(w => w.Schema))
        {
            DocumentWrite[] writes = [.. group];
            var fields = group.Key.UniqueFields;
            var values = writes.Select(w => group.Key.FieldValues(w.Body)).ToList();
            await using var command = source.CreateCommand(Table(group.Key).WhatExists);
            command.Parameters.Add(Parameters.Texts([.. writes.Select(w => StorableText.From(w.Id))]));
            foreach (var field in fields)
            {
                command.Parameters.Add(Parameters.Texts([.. values.Select(v => v[field] is { } value ? StorableText.From(value) : null)]));
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            foreach (var write in writes)
            {
                await reader.ReadAsync(cancellationToken);
                var taken = Enumerable.Range(0, fields.Count + 1).FirstOrDefault(reader.GetBoolean, -1);
                if (taken < 0)
                {
                    unknown.Add(write);
                }
                else
                {
                    results[write] = taken == 0 ? WriteResult.DuplicateId : WriteResult.DuplicateKey(fields[taken - 1]);
                }
            }
        }

        return unknown;
    }

    private async Task<IReadOnlyList<StoredDocument>> Read(string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken)
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
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var body = reader.GetFieldValue<byte[]>(reader.IsDBNull(3) ? 2 : 3);
                found.Add(new StoredDocument(reader.GetString(0), reader.GetInt64(1), body));
            }

            return found;
        }
        finally
        {
            reads.Release();
        }
    }
}
