using Documents.Outbox;

namespace Documents.Engines;

/// <summary>
/// What a storage engine must do, for one database. Nothing here needs more than one document to change atomically.
/// Callers go through <see cref="IDocumentStore{T}"/>; writes arrive coalesced.
/// </summary>
public interface IDocumentEngine : IAsyncDisposable
{
    /// <summary>How many batches of writes may run at once.</summary>
    int WriteConcurrency { get; }

    /// <summary>Creates what the schemas need; safe when several processes do so at once. Throws when unreachable.</summary>
    Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken);

    /// <summary>
    /// Makes each write durable and gives it an outcome of its own, in the order of the batch. No two writes of a batch
    /// name the same document. A saved insert has version 1; a saved update has ExpectedVersion + 1 and keeps the
    /// messages that are still in the document's outbox, its own behind them. Throws when nothing of the batch was written, or
    /// when that is not known; <see cref="UnstorableWriteException"/> when one write alone is at fault.
    /// </summary>
    Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken);

    Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken);

    /// <summary>At most query.Limit documents behind the cursor, in order.</summary>
    Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken);

    /// <summary>How many documents a query finds on all its pages. An engine that can count without reading does so.</summary>
    async Task<long> Count(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        (await Query(schema, query with { Limit = int.MaxValue }, cancellationToken)).Count;

    /// <summary>Documents whose outbox holds a message raised before the given time, found by index.</summary>
    Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>How much waits in the outboxes of a collection. An engine that can count without reading does so.</summary>
    async Task<OutboxBacklog> Backlog(Schema schema, CancellationToken cancellationToken)
    {
        var messages = (await Pending(schema, DateTimeOffset.MaxValue, int.MaxValue, cancellationToken)).SelectMany(p => p.Messages).ToList();
        return new OutboxBacklog(messages.Count, messages.Count == 0 ? null : messages.Min(m => m.RaisedAt));
    }

    /// <summary>How many bytes the database takes on its disk, indexes included; null when that is not known.</summary>
    Task<long?> Size(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    /// <summary>Takes sent messages out of their documents' outboxes. Versions do not change; what is gone already is no fault.</summary>
    Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken);

    /// <summary>Throws when the engine cannot serve.</summary>
    Task Ping(CancellationToken cancellationToken);

    /// <summary>
    /// Whether a fault of this engine says that it does not serve at this moment, and nothing of what was asked: whoever may
    /// wait asks again until it does.
    /// </summary>
    bool IsUnavailable(Exception fault) => false;

    /// <summary>Whether a fault comes from a disk that fails or is full, which <see cref="Ping"/> may not meet.</summary>
    bool IsDiskFault(Exception fault) => false;
}

public enum WriteKind
{
    Insert,
    Update,
    Delete,
}

/// <param name="ExpectedVersion">The version that was loaded; 0 for an insert.</param>
/// <param name="Body">UTF-8 JSON; empty for a delete.</param>
public sealed record DocumentWrite(
    Schema Schema, WriteKind Kind, string Id, long ExpectedVersion, byte[] Body, IReadOnlyList<OutboxMessage> Outbox);

public sealed record StoredDocument(string Id, long Version, byte[] Body);

/// <param name="Values">The field's text is one of these.</param>
public sealed record FieldFilter(string Field, IReadOnlyList<string> Values);

/// <param name="From">Inclusive bound on the ordering field.</param>
/// <param name="Until">Exclusive bound on the ordering field.</param>
/// <param name="Part">One that the schema declares a search for, in this order; null when nothing is searched.</param>
public sealed record DocumentQuery(
    IReadOnlyList<FieldFilter> Filters, string OrderField, bool Descending, string? From, string? Until, Cursor? After, int Limit,
    FieldPart? Part = null);

/// <param name="Text">What the field's text has in it.</param>
public sealed record FieldPart(string Field, string Text);

public sealed record PendingOutbox(string Id, IReadOnlyList<OutboxMessage> Messages);

public sealed record SentMessages(Schema Schema, string Id, IReadOnlyList<Guid> MessageIds);
