using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Documents.Sqlite;

/// <summary>
/// Documents in one SQLite file, for one process. Each batch of writes is one transaction, and on the disk before anyone
/// sees it; readers do not wait for it.
/// </summary>
public sealed class SqliteEngine : IDocumentEngine
{
    private readonly ConcurrentDictionary<Schema, Table> tables = new();
    private readonly DatabaseFile file;
    private readonly ILogger logger;
    private readonly WriterThread thread;
    private readonly ReaderPool readers;
    private readonly Checkpoints checkpoints;
    private Connection? writer;
    private Exception? failure;
    private string mode = "full";
    private int disposed;

    /// <param name="path">The file; its folder and it are made when they are missing.</param>
    public SqliteEngine(string path, ILogger logger)
    {
        this.logger = logger;
        file = new DatabaseFile(path);
        thread = new WriterThread($"writer of {Path.GetFileName(path)}");
        readers = new ReaderPool(file.OpenReader);
        checkpoints = new Checkpoints(file, thread, () => writer!, logger);
    }

    public int WriteConcurrency => 1;

    /// <exception cref="IOException">The file is in use or not accessible.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of a newer version, or against a rule; nothing was changed.</exception>
    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) => thread.Run(() =>
    {
        if (writer is not null)
        {
            throw new InvalidOperationException($"{file.Path} is open already.");
        }

        file.Lock();
        try
        {
            writer = file.OpenWriter();
            new DatabaseSetup(writer, file.Path, logger).Run([.. schemas.Select(Table)]);
        }
        catch (SqliteException fault)
        {
            Close();
            throw StorageFault.AtOpen(file.Path, fault);
        }
        catch
        {
            Close();
            throw;
        }

        return true;
    });

    public Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        BatchWriter.Staged[] staged = [.. batch.Select(w => BatchWriter.Staged.From(Table(w.Schema), w))];
        return thread.Run(() =>
        {
            var results = Transaction(writes => staged.Select((s, i) => Write(writes, s, i)).ToArray());
            checkpoints.Committed(staged.Length, staged.Sum(s => (long)s.Write.Body.Length));
            return results;
        });
    }

    public async Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken)
    {
        var found = await readers.Read(c => c.Read(Table(schema).Get, Document, id), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken)
    {
        if (query.Filters.Any(f => f.Values.Count == 0))
        {
            return [];
        }

        var page = new PageQuery(Table(schema), query);
        return await readers.Read(c => c.Read(page.Sql, Document, page.Values), cancellationToken);
    }

    public async Task<long> Count(Schema schema, DocumentQuery query, CancellationToken cancellationToken)
    {
        if (query.Filters.Any(f => f.Values.Count == 0))
        {
            return 0;
        }

        var count = new PageQuery(Table(schema), query, counts: true);
        return (await readers.Read(c => c.Read(count.Sql, row => row.GetInt64(0), count.Values), cancellationToken))[0];
    }

    public async Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken)
    {
        var messages = await readers.Read(
            c => c.Read(Table(schema).Pending, r => (Document: r.Text(0), Message: Message(r.GetFieldValue<byte[]>(1))), DocumentJson.TextOf(raisedBefore), limit),
            cancellationToken);
        return [.. messages.GroupBy(m => m.Document, m => m.Message).Select(g => new PendingOutbox(g.Key, [.. g]))];
    }

    public async Task<OutboxBacklog> Backlog(Schema schema, CancellationToken cancellationToken)
    {
        var backlog = await readers.Read(
            c => c.Read(Table(schema).Backlog, r => new OutboxBacklog(
                r.GetInt64(0),
                r.IsDBNull(1) ? null : DateTimeOffset.Parse(r.GetString(1), CultureInfo.InvariantCulture))),
            cancellationToken);
        return backlog[0];
    }

    public Task<long?> Size(CancellationToken cancellationToken) => Task.FromResult<long?>(file.Size());

    /// <summary>Without waiting for the disk: a crash that forgets a clearing only repeats a delivery.</summary>
    public Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken) => thread.Run(() =>
    {
        var cleared = Transaction(
            writes =>
            {
                foreach (var document in sent)
                {
                    writes.Clear(Table(document.Schema), document);
                }

                return true;
            },
            synchronous: "normal");
        checkpoints.Committed(sent.Count, 0);
        return cleared;
    });

    /// <summary>What failed once is tried again here: nobody else may write to a component that says it is unhealthy.</summary>
    public Task Ping(CancellationToken cancellationToken) => thread.Run(() => failure is null
        ? writer!.Exists("select 1 from sqlite_schema")
        : Transaction(_ => writer!.Change(Probe.Fill) + writer!.Change(Probe.Empty) > 0));

    public bool IsUnavailable(Exception fault) => StorageFault.MayPass(fault);

    /// <summary>Of reads: what writes have met is tried again by each ping.</summary>
    public bool IsDiskFault(Exception fault) => fault is SqliteException read && StorageFault.IsOfDisk(read);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            await thread.DisposeAsync();
            await checkpoints.DisposeAsync();
            await readers.DisposeAsync();
            Close();
        }
    }

    /// <exception cref="UnstorableWriteException">It breaks a rule of the file that no schema declares, or is too large.</exception>
    private WriteResult Write(BatchWriter writes, BatchWriter.Staged staged, int index)
    {
        try
        {
            return writes.Write(Table(staged.Write.Schema), staged);
        }
        catch (Exception e) when (e is InvalidOperationException or SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH })
        {
            throw new UnstorableWriteException(index, $"{file.Path} cannot take {staged.Write.Schema.Collection}/{staged.Write.Id}. {e.Message}", e);
        }
    }

    private void Close()
    {
        writer?.Dispose();
        writer = null;
        file.Dispose();
    }

    private Table Table(Schema schema) => tables.GetOrAdd(schema, s => new Table(s));

    /// <summary>All or nothing. On the writer's thread.</summary>
    private T Transaction<T>(Func<BatchWriter, T> work, string synchronous = "full")
    {
        try
        {
            if (writer!.IsInTransaction)
            {
                // A disk that failed did not let the last one end.
                writer.Change("rollback");
            }

            // Said each time: what went wrong before must not make a commit weaker.
            if (synchronous != mode)
            {
                writer.Once($"pragma synchronous = {synchronous}");
                mode = synchronous;
            }

            writer.Change("begin immediate");
            var result = work(new BatchWriter(writer));
            writer.Change("commit");
            Served();
            return result;
        }
        catch (SqliteException fault)
        {
            RollBack();
            throw Failed(fault);
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    private void RollBack()
    {
        try
        {
            if (writer!.IsInTransaction)
            {
                writer.Change("rollback");
            }
        }
        catch (SqliteException e)
        {
            logger.LogWarning("{File} could not roll back, and does so before the next transaction: {Reason}", file.Path, e.Message);
        }
    }

    private void Served()
    {
        if (failure is not null)
        {
            logger.LogInformation("{File} takes changes again", file.Path);
            failure = null;
        }
    }

    private IOException Failed(SqliteException fault)
    {
        var failed = StorageFault.AtWrite(file.Path, fault);
        if (failure?.Message != failed.Message)
        {
            logger.LogError("{Reason}", failed.Message);
        }

        failure = failed;
        return failed;
    }

    private static StoredDocument Document(SqliteDataReader row) => new(row.Text(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));

    private static OutboxMessage Message(byte[] body) => JsonSerializer.Deserialize<OutboxMessage>(body, DocumentJson.Options)!;
}
