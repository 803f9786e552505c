using Microsoft.Extensions.Logging;
using Persistence.Engines;
using Persistence.Outbox;

namespace Persistence.Embedded;

/// <summary>
/// Documents of one process: in memory, with an append-only <see cref="Journal"/> in a folder of their own. A batch of
/// writes is one append and one flush to disk; it becomes visible when it is durable.
/// </summary>
public sealed class EmbeddedEngine(string folder, ILogger logger) : IDocumentEngine
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Collection> collections = [];
    private readonly List<JournalRecord> unwrittenClears = [];
    private FileStream? folderLock;
    private Journal? journal;

    public int WriteConcurrency => 1;

    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        folderLock = TakeLock();
        foreach (var schema in schemas)
        {
            collections[schema.Collection] = new Collection(schema);
        }

        journal = Journal.Open(folder, Replay, logger);
        journal.Compact(State());
        return Task.CompletedTask;
    }

    public Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        var results = new WriteResult[batch.Count];
        var records = new List<JournalRecord>(batch.Count);
        lock (gate)
        {
            records.AddRange(unwrittenClears);
            unwrittenClears.Clear();
            var wanted = new HashSet<(Schema, string Field, string Value)>();
            for (var i = 0; i < batch.Count; i++)
            {
                var write = batch[i];
                var collection = Of(write.Schema);
                var change = collection.Judge(write, wanted, out results[i]);
                if (change is not null)
                {
                    records.Add(change);
                }
            }
        }

        // Only this loop changes documents, so that what was judged still holds when it is applied.
        journal!.Append(records);
        lock (gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                if (results[i].IsSaved)
                {
                    Of(batch[i].Schema).Apply(batch[i]);
                }
            }
        }

        if (journal.WantsCompaction)
        {
            journal.Compact(State());
        }

        return Task.FromResult(results);
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(Of(schema).Get(id));
        }
    }

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<StoredDocument>>(Of(schema).Query(query));
        }
    }

    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<PendingOutbox>>(Of(schema).Pending(raisedBefore, limit));
        }
    }

    /// <summary>Takes effect at once; written with the next batch, since a message that is sent twice does no harm.</summary>
    public Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (var messages in sent)
            {
                Of(messages.Schema).Clear(messages.Id, messages.MessageIds);
                unwrittenClears.Add(JournalRecord.Clear(messages.Schema.Collection, messages.Id, messages.MessageIds));
            }
        }

        return Task.CompletedTask;
    }

    public Task Ping(CancellationToken cancellationToken) =>
        journal is { IsUsable: true } ? Task.CompletedTask : throw new IOException($"The journal in {folder} cannot be written.");

    public ValueTask DisposeAsync()
    {
        if (journal is { IsUsable: true })
        {
            journal.Append(unwrittenClears);
        }

        journal?.Dispose();
        folderLock?.Dispose();
        return ValueTask.CompletedTask;
    }

    private Collection Of(Schema schema) => collections[schema.Collection];

    private void Replay(JournalRecord record)
    {
        // A collection that no schema names any more stays in the journal until the next compaction drops it.
        if (collections.TryGetValue(record.Collection, out var collection))
        {
            collection.Replay(record);
        }
    }

    private IEnumerable<JournalRecord> State()
    {
        lock (gate)
        {
            return [.. collections.Values.SelectMany(collection => collection.State())];
        }
    }

    private FileStream TakeLock()
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The data folder {folder} is in use by another process.", e);
        }
    }
}
