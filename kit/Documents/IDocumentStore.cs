namespace Documents;

/// <summary>
/// One collection of documents. Every outcome that a caller must expect is a value; an exception is a fault, after which the
/// write may or may not have happened: <see cref="StoreUnavailableException"/> while the engine does not serve.
/// </summary>
public interface IDocumentStore<T> where T : Document
{
    /// <summary>Stores a new document and its messages. Outcomes: Saved, DuplicateId, DuplicateKey.</summary>
    Task<WriteResult> Insert(T document, CancellationToken cancellationToken = default);

    /// <summary>Replaces a loaded document. Outcomes: Saved, Stale (changed or deleted since), DuplicateKey.</summary>
    Task<WriteResult> Update(T document, CancellationToken cancellationToken = default);

    /// <summary>Removes a loaded document and what its outbox still holds. Outcomes: Saved, Stale.</summary>
    Task<WriteResult> Delete(T document, CancellationToken cancellationToken = default);

    /// <summary>The document as last saved, or null. Each call returns an instance of its own.</summary>
    Task<T?> Get(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// The document as this process saved it last, when that was lately; it may have changed since. Only an update may rest
    /// on it, which is stale then.
    /// </summary>
    T? Recent(string id) => null;

    /// <summary>One page in the order of a declared index.</summary>
    Task<Page<T>> Query(Query<T> query, CancellationToken cancellationToken = default);

    /// <summary>How many documents a query finds on all its pages, counted by index and not read.</summary>
    Task<long> Count(Query<T> query, CancellationToken cancellationToken = default) => throw new NotSupportedException($"{GetType().Name} does not count.");
}

public enum WriteOutcome
{
    Saved,
    DuplicateId,
    DuplicateKey,
    Stale,
}

/// <param name="Key">With DuplicateKey: the field whose value is taken, in camel case.</param>
public readonly record struct WriteResult(WriteOutcome Outcome, string? Key = null)
{
    public static readonly WriteResult Saved = new(WriteOutcome.Saved);
    public static readonly WriteResult DuplicateId = new(WriteOutcome.DuplicateId);
    public static readonly WriteResult Stale = new(WriteOutcome.Stale);

    public static WriteResult DuplicateKey(string key) => new(WriteOutcome.DuplicateKey, key);

    public bool IsSaved => Outcome == WriteOutcome.Saved;
}

/// <param name="NextCursor">Null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
