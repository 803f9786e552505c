using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Documents.Embedded;

/// <summary>
/// Documents in memory, and each batch of writes in a journal in a folder, flushed to the disk before anyone sees it.
/// For one process: the folder is locked while it is open.
/// </summary>
public sealed class EmbeddedEngine : IDocumentEngine
{
    /// <summary>The journal is compacted when it is this many times as large as the live data...</summary>
    private const int Growth = 4;

    /// <summary>...and at least this many bytes.</summary>
    private const long MinimumGrowth = 8 << 20;

    internal static readonly TimeSpan IdleClear = TimeSpan.FromSeconds(1);

    private readonly JournalFolder folder;
    private readonly ILogger logger;
    private readonly long minimumGrowth;
    private readonly TimeProvider time;

    /// <summary>Held by whoever changes memory or journal, over the flush to the disk.</summary>
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Held for writing only while finished changes become visible, never over a flush.</summary>
    private readonly ReaderWriterLockSlim memory = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The next frame. Between batches it holds the clears that ride with the next one.</summary>
    private readonly FrameBuffer frame = new();

    private Dictionary<string, Collection> collections = [];
    private Journal? journal;
    private long journalNumber;
    private Task clearing = Task.CompletedTask;
    private bool clearingSoon;
    private Task compacting = Task.CompletedTask;
    private bool disposed;

    public EmbeddedEngine(string folder, TimeProvider time, ILogger logger)
        : this(folder, time, logger, RandomAccess.FlushToDisk, MinimumGrowth)
    {
    }

    internal EmbeddedEngine(string folder, TimeProvider time, ILogger logger, Action<SafeFileHandle> flush, long minimumGrowth)
    {
        this.folder = new JournalFolder(folder, flush, logger);
        this.time = time;
        this.logger = logger;
        this.minimumGrowth = minimumGrowth;
    }

    public int WriteConcurrency => 1;

    /// <exception cref="IOException">The folder is in use or not accessible.</exception>
    /// <exception cref="InvalidDataException">A file in it is damaged; nothing was changed.</exception>
    public async Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (journal is not null)
            {
                throw new InvalidOperationException($"{folder.Path} is open already.");
            }

            folder.Lock();
            try
            {
                Load(schemas, cancellationToken);
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            EnsureServing();
            return Write(batch);
        }
        finally
        {
            writing.Release();
        }
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Read(schema, collection => collection.Find(id)?.ToStored()));

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredDocument>>(Read(schema, collection => collection.Query(query)));

    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken)
    {
        var found = Read(schema, collection => collection.Pending(raisedBefore, limit));
        return Task.FromResult<IReadOnlyList<PendingOutbox>>([.. found.Select(f => new PendingOutbox(f.Id, [.. f.Messages.Select(ToMessage)]))]);
    }

    public Task<OutboxBacklog> Backlog(Schema schema, CancellationToken cancellationToken) =>
        Task.FromResult(Read(schema, collection => collection.Backlog()));

    /// <summary>Visible at once; durable with the next batch, or a moment later when none comes.</summary>
    public async Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            EnsureServing();
            memory.EnterWriteLock();
            try
            {
                foreach (var document in sent)
                {
                    Clear(document);
                }
            }
            finally
            {
                memory.ExitWriteLock();
            }

            if (!frame.IsEmpty && !clearingSoon)
            {
                clearingSoon = true;
                clearing = WriteClearsSoon();
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public Task Ping(CancellationToken cancellationToken)
    {
        EnsureServing();
        return journal!.Failure is { } failure ? throw new IOException($"A write to {folder.Path} failed: {failure.Message}", failure) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await writing.WaitAsync();
        var first = !disposed;
        disposed = true;
        writing.Release();
        if (!first)
        {
            return;
        }

        await stopping.CancelAsync();
        await clearing;
        await compacting;
        journal?.Dispose();
        folder.Dispose();
        frame.Dispose();
        stopping.Dispose();
    }

    private void Load(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken)
    {
        var (content, number, bytes) = folder.Load();
        var declared = schemas.ToDictionary(s => s.Collection);
        var loaded = declared.Keys.Union(content.Collections.Keys).ToDictionary(
            name => name,
            name => new Collection(name, declared.GetValueOrDefault(name), content.Collections.GetValueOrDefault(name) ?? []));
        var opened = folder.Open(bytes == 0 ? number : ++number);
        try
        {
            if (bytes > 0)
            {
                var snapshot = folder.WriteSnapshot(number, Capture(loaded), cancellationToken);
                logger.LogInformation("Compacted {Folder} to {Bytes} bytes, {Count} documents", folder.Path, snapshot, loaded.Values.Sum(c => c.Rows.Count));
            }
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        collections = loaded;
        journalNumber = number;
        journal = opened;
    }

    private WriteResult[] Write(IReadOnlyList<DocumentWrite> batch)
    {
        var clears = frame.Length;
        var changes = new List<Change>(batch.Count);
        try
        {
            var judge = new Judge();
            var results = new WriteResult[batch.Count];
            for (var i = 0; i < batch.Count; i++)
            {
                results[i] = judge.Decide(Of(batch[i].Schema), batch[i], out var change);
                if (change is not null)
                {
                    changes.Add(change);
                    change.Record(frame);
                }
            }

            if (changes.Count > 0)
            {
                journal!.Append(frame.Seal());
                frame.Reset();
                Show(changes);
                CompactWhenGrown();
            }

            return results;
        }
        catch
        {
            frame.Cut(Math.Min(clears, frame.Length));
            throw;
        }
    }

    private void Show(List<Change> changes)
    {
        memory.EnterWriteLock();
        try
        {
            changes.ForEach(change => change.Apply());
        }
        finally
        {
            memory.ExitWriteLock();
        }
    }

    private void Clear(SentMessages sent)
    {
        var collection = Of(sent.Schema);
        if (collection.Find(sent.Id) is { } row && row.State.Outbox.Any(m => sent.MessageIds.Contains(m.Id)))
        {
            frame.Clear(collection.Name, sent.Id, sent.MessageIds);
            collection.SetState(row, row.State.Without(sent.MessageIds.ToHashSet()));
        }
    }

    private async Task WriteClearsSoon()
    {
        await Task.Delay(IdleClear, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await writing.WaitAsync(CancellationToken.None);
        try
        {
            clearingSoon = false;
            if (!frame.IsEmpty)
            {
                journal!.Append(frame.Seal());
                frame.Reset();
            }
        }
        catch (Exception e)
        {
            logger.LogWarning("Cleared outboxes in {Folder} are not durable yet, their messages may be sent again after a crash: {Reason}", folder.Path, e.Message);
        }
        finally
        {
            writing.Release();
        }
    }

    private void CompactWhenGrown()
    {
        var live = collections.Values.Sum(c => c.Bytes);
        if (journal!.Length < Math.Max(minimumGrowth, Growth * live) || !compacting.IsCompleted || disposed)
        {
            return;
        }

        try
        {
            var next = folder.Open(journalNumber + 1);
            journal.Dispose();
            journal = next;
            journalNumber++;
        }
        catch (Exception e)
        {
            logger.LogWarning("{Folder} needs compaction, but a new journal cannot be created: {Reason}", folder.Path, e.Message);
            return;
        }

        var number = journalNumber;
        var documents = Capture(collections);
        compacting = Task.Run(() => WriteSnapshot(number, documents));
    }

    private void WriteSnapshot(long number, List<(string Collection, string Id, RowState State)> documents)
    {
        try
        {
            var bytes = folder.WriteSnapshot(number, documents, stopping.Token);
            logger.LogInformation("Compacted {Folder} to {Bytes} bytes, {Count} documents", folder.Path, bytes, documents.Count);
        }
        catch (OperationCanceledException)
        {
            logger.LogInformation("Compaction of {Folder} was left for the next start", folder.Path);
        }
        catch (Exception e)
        {
            logger.LogWarning("{Folder} was not compacted, its journals stay until the next time: {Reason}", folder.Path, e.Message);
        }
    }

    /// <summary>The states of now, quickly: they are immutable, and can be written while rows move on.</summary>
    private static List<(string Collection, string Id, RowState State)> Capture(Dictionary<string, Collection> collections)
    {
        var captured = new List<(string, string, RowState)>(collections.Values.Sum(c => c.Rows.Count));
        foreach (var collection in collections.Values)
        {
            captured.AddRange(collection.Rows.Select(r => (collection.Name, r.Id, r.State)));
        }

        return captured;
    }

    private T Read<T>(Schema schema, Func<Collection, T> read)
    {
        EnsureServing();
        memory.EnterReadLock();
        try
        {
            return read(Of(schema));
        }
        finally
        {
            memory.ExitReadLock();
        }
    }

    private Collection Of(Schema schema) =>
        collections.GetValueOrDefault(schema.Collection) is { IsDeclared: true } collection
            ? collection
            : throw new InvalidOperationException($"The collection {schema.Collection} was not given when {folder.Path} was opened.");

    private void EnsureServing()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (journal is null)
        {
            throw new InvalidOperationException($"{folder.Path} is not open.");
        }
    }

    private static OutboxMessage ToMessage(StoredMessage stored) => JsonSerializer.Deserialize<OutboxMessage>(stored.Json, DocumentJson.Options)!;
}
