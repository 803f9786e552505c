using System.Diagnostics;
using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using Microsoft.Extensions.Logging;

namespace Documents;

/// <summary>One service's documents on one engine, with the dispatcher of their outboxes.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>Of the spans of documents that are saved.</summary>
    public const string TraceSource = "Documents";

    private readonly IDocumentEngine engine;
    private readonly IReadOnlyList<Schema> schemas;
    private readonly WriteCoalescer writes;
    private readonly OutboxDispatcher dispatcher;
    private readonly RecentDocuments recent = new();
    private readonly TimeProvider time;
    private readonly DiskFaults diskFaults;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? disposal;

    public Database(
        string name, IDocumentEngine engine, IReadOnlyList<Schema> schemas, IOutboxTransport transport, TimeProvider time, ILogger<Database> logger)
    {
        Name = name;
        this.engine = engine;
        this.schemas = schemas;
        this.time = time;
        diskFaults = new DiskFaults(time);
        writes = new WriteCoalescer(engine);
        dispatcher = new OutboxDispatcher(engine, transport, time, logger);
    }

    public string Name { get; }

    public bool IsOpen => opened.Task.IsCompletedSuccessfully;

    /// <summary>Prepares the engine. Operations called earlier wait for it.</summary>
    public async Task Open(CancellationToken cancellationToken = default)
    {
        await engine.Open(schemas, cancellationToken);
        dispatcher.Start();
        opened.TrySetResult();
    }

    public IDocumentStore<T> Store<T>(Schema<T> schema) where T : Document => new DocumentStore<T>(this, schema);

    /// <summary>Sends what has waited in outboxes at least this long and is not under way; returns how many messages.</summary>
    public async Task<int> Sweep(TimeSpan minimumAge, CancellationToken cancellationToken = default)
    {
        await opened.Task.WaitAsync(cancellationToken);
        return await dispatcher.Sweep(schemas, minimumAge, cancellationToken);
    }

    /// <summary>What waits in the outboxes of every collection.</summary>
    public async Task<OutboxBacklog> Backlog(CancellationToken cancellationToken = default)
    {
        await opened.Task.WaitAsync(cancellationToken);
        var backlog = OutboxBacklog.None;
        foreach (var schema in schemas)
        {
            backlog += await engine.Backlog(schema, cancellationToken);
        }

        return backlog;
    }

    /// <summary>How many bytes the database takes on its disk; null when that is not known.</summary>
    public async Task<long?> Size(CancellationToken cancellationToken = default)
    {
        await opened.Task.WaitAsync(cancellationToken);
        return await engine.Size(cancellationToken);
    }

    /// <summary>Throws when the engine cannot serve, or when its disk has failed an operation lately.</summary>
    public async Task Ping(CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException($"{Name} is not open yet.");
        }

        await engine.Ping(cancellationToken);
        diskFaults.ThrowIfRecent();
    }

    /// <summary>Finishes the writes that were begun. May be called more than once: a container does so for each registration.</summary>
    public ValueTask DisposeAsync()
    {
        lock (opened)
        {
            disposal ??= Dispose();
        }

        return new ValueTask(disposal);
    }

    /// <summary>When the engine is open. Where it does not serve, the fault is of the one kind that every engine has.</summary>
    private async Task<T> Asked<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        await opened.Task.WaitAsync(cancellationToken);
        try
        {
            return await ask();
        }
        catch (Exception e)
        {
            StoreErrors.Count(Name, engine, e);
            if (engine.IsDiskFault(e))
            {
                diskFaults.Met(e);
            }

            if (engine.IsUnavailable(e))
            {
                throw new StoreUnavailableException(Name, e);
            }

            throw;
        }
    }

    private async Task Dispose()
    {
        opened.TrySetException(new ObjectDisposedException(Name));
        await writes.DisposeAsync();
        await dispatcher.DisposeAsync();
        await engine.DisposeAsync();
    }

    private sealed class DocumentStore<T>(Database database, Schema<T> schema) : IDocumentStore<T> where T : Document
    {
        public Task<WriteResult> Insert(T document, CancellationToken cancellationToken = default) => Write(WriteKind.Insert, document, cancellationToken);

        public Task<WriteResult> Update(T document, CancellationToken cancellationToken = default) => Write(WriteKind.Update, document, cancellationToken);

        public Task<WriteResult> Delete(T document, CancellationToken cancellationToken = default) => Write(WriteKind.Delete, document, cancellationToken);

        public async Task<T?> Get(string id, CancellationToken cancellationToken = default)
        {
            return await database.Asked(() => database.engine.Get(schema, id, cancellationToken), cancellationToken) is { } stored ? Load(stored) : null;
        }

        public T? Recent(string id) => database.recent.Find(schema, id) is { } stored ? Load(stored) : null;

        public async Task<Page<T>> Query(Query<T> query, CancellationToken cancellationToken = default)
        {
            var plan = query.Build(schema);
            var found = await database.Asked(
                () => database.engine.Query(schema, plan with { Limit = plan.Limit + 1 }, cancellationToken), cancellationToken);
            var items = found.Take(plan.Limit).ToList();
            var next = found.Count > plan.Limit
                ? new Cursor(schema.FieldValues(items[^1].Body)[plan.OrderField]!, items[^1].Id).ToString()
                : null;
            return new Page<T>([.. items.Select(Load)], next);
        }

        private static T Load(StoredDocument stored)
        {
            var document = JsonSerializer.Deserialize<T>(stored.Body, DocumentJson.Options)!;
            document.Version = stored.Version;
            document.Stored = stored.Body;
            return document;
        }

        private async Task<WriteResult> Write(WriteKind kind, T document, CancellationToken cancellationToken)
        {
            if (document.Id.Length is 0 or > 200)
            {
                throw new ArgumentException($"A document's id has 1 to 200 characters, not {document.Id.Length}.", nameof(document));
            }

            if (kind == WriteKind.Delete && document.Raised.Count > 0)
            {
                throw new InvalidOperationException("A deleted document has no outbox: it cannot raise messages.");
            }

            var outbox = Outbox(document);
            var body = kind == WriteKind.Delete ? [] : JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options);
            var write = new DocumentWrite(schema, kind, document.Id, document.Version, body, outbox);
            var result = await database.Asked(() => database.writes.Write(write), cancellationToken);
            if (result.IsSaved)
            {
                database.dispatcher.Dispatch(schema, document.Id, outbox);
                database.dispatcher.Announce(document.Announced);
                document.Saved(document.Version + 1);
            }

            Remember(kind, document, body, result);

            return result;
        }

        private void Remember(WriteKind kind, T document, byte[] body, WriteResult result)
        {
            if (result.IsSaved && kind != WriteKind.Delete)
            {
                database.recent.Saved(schema, new StoredDocument(document.Id, document.Version, body));
            }
            else
            {
                database.recent.Forget(schema, document.Id);
            }
        }

        private IReadOnlyList<OutboxMessage> Outbox(T document)
        {
            if (document.Raised.Count == 0)
            {
                return [];
            }

            var now = database.time.GetUtcNow();
            var trace = Activity.Current?.Id;
            return [.. document.Raised.Select(raised => OutboxMessage.From(raised, now, trace))];
        }
    }
}
