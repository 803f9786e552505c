using Documents;
using Documents.Engines;

namespace RewardWorker.Tests.Running;

/// <summary>An engine in memory that tells what was written and lets a test step in before a write.</summary>
internal sealed class MemoryEngine : IDocumentEngine
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Collection, string Id), StoredDocument> documents = [];
    private readonly List<DocumentWrite> saved = [];
    private readonly List<(string Collection, string Id)> reads = [];

    public int WriteConcurrency => 1;

    /// <summary>Every write that was saved, in order.</summary>
    public IReadOnlyList<DocumentWrite> Saved
    {
        get
        {
            lock (gate)
            {
                return [.. saved];
            }
        }
    }

    /// <summary>Every document that was asked for by its id, in order.</summary>
    public IReadOnlyList<(string Collection, string Id)> Reads
    {
        get
        {
            lock (gate)
            {
                return [.. reads];
            }
        }
    }

    /// <summary>Called before each write; what it does happens first.</summary>
    public Action<DocumentWrite>? Before { get; set; }

    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Ping(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken) =>
        Task.FromResult(batch.Select(Write).ToArray());

    public WriteResult Write(DocumentWrite write)
    {
        Before?.Invoke(write);
        lock (gate)
        {
            var key = (write.Schema.Collection, write.Id);
            var version = documents.TryGetValue(key, out var stored) ? stored.Version : 0;
            if (version != write.ExpectedVersion)
            {
                return write.Kind == WriteKind.Insert ? WriteResult.DuplicateId : WriteResult.Stale;
            }

            saved.Add(write);
            if (write.Kind == WriteKind.Delete)
            {
                documents.Remove(key);
            }
            else
            {
                documents[key] = new StoredDocument(write.Id, version + 1, write.Body);
            }

            return WriteResult.Saved;
        }
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            reads.Add((schema.Collection, id));
            return Task.FromResult(documents.GetValueOrDefault((schema.Collection, id)));
        }
    }

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var found = documents.Where(d => d.Key.Collection == schema.Collection)
                .Select(d => (Document: d.Value, Values: schema.FieldValues(d.Value.Body)))
                .Where(d => query.Filters.All(f => d.Values[f.Field] is { } value && f.Values.Contains(value)))
                .Where(d => query.Part is not { } part || d.Values[part.Field]?.Contains(part.Text, StringComparison.Ordinal) == true)
                .Select(d => (d.Document, Order: d.Values[query.OrderField]!))
                .Where(d => d.Order is not null
                    && (query.From is null || string.CompareOrdinal(d.Order, query.From) >= 0)
                    && (query.Until is null || string.CompareOrdinal(d.Order, query.Until) < 0));
            var comparer = Comparer<(string Order, string Id)>.Create((a, b) =>
                (query.Descending ? -1 : 1) * (string.CompareOrdinal(a.Order, b.Order) is var order and not 0 ? order : string.CompareOrdinal(a.Id, b.Id)));
            return Task.FromResult<IReadOnlyList<StoredDocument>>(
            [
                .. found.Where(d => query.After is null || comparer.Compare((d.Order, d.Document.Id), (query.After.OrderValue, query.After.Id)) > 0)
                    .OrderBy(d => (d.Order, d.Document.Id), comparer)
                    .Take(query.Limit)
                    .Select(d => d.Document),
            ]);
        }
    }

    /// <summary>Empty: what was raised is in the hands of <see cref="Deliveries"/> at once.</summary>
    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PendingOutbox>>([]);

    public Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
