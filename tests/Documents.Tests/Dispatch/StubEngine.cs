using Documents.Engines;

namespace Documents.Tests.Dispatch;

/// <summary>Passes everything on to another engine, save where a test holds it up. Without one, it only records batches.</summary>
internal sealed class StubEngine(IDocumentEngine? inner = null) : IDocumentEngine
{
    private readonly List<IReadOnlyList<DocumentWrite>> batches = [];

    public IReadOnlyList<IReadOnlyList<DocumentWrite>> Batches
    {
        get
        {
            lock (batches)
            {
                return [.. batches];
            }
        }
    }

    public Func<IReadOnlyList<DocumentWrite>, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Func<Task> BeforeClear { get; set; } = () => Task.CompletedTask;

    public int WriteConcurrency => 1;

    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) => inner?.Open(schemas, cancellationToken) ?? Task.CompletedTask;

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        lock (batches)
        {
            batches.Add(batch);
        }

        await BeforeWrite(batch);
        return inner is null ? [.. batch.Select(_ => WriteResult.Saved)] : await inner.Write(batch, cancellationToken);
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) => Inner.Get(schema, id, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        Inner.Query(schema, query, cancellationToken);

    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken) =>
        Inner.Pending(schema, raisedBefore, limit, cancellationToken);

    public async Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken)
    {
        await BeforeClear();
        await Inner.Clear(sent, cancellationToken);
    }

    public Task Ping(CancellationToken cancellationToken) => Inner.Ping(cancellationToken);

    public ValueTask DisposeAsync() => inner?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IDocumentEngine Inner => inner ?? throw new InvalidOperationException("This stub only takes writes.");
}
