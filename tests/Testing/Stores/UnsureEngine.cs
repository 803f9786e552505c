using System.Collections.Concurrent;
using Documents;
using Documents.Engines;
using Documents.Outbox;

namespace Testing.Stores;

/// <summary>
/// An engine behind a connection that breaks off: whoever asked has no answer, and what was asked was carried out, or was not, or
/// is carried out only later. What really happened is what the engine within says.
/// </summary>
/// <param name="next">What happens to each operation; called by several at once.</param>
public sealed class UnsureEngine(IDocumentEngine inner, Func<Mishap> next) : IDocumentEngine
{
    private readonly ConcurrentQueue<Applied> applied = new();
    private readonly ConcurrentQueue<Func<Task>> late = new();
    private readonly ConcurrentDictionary<Mishap, int> met = new();
    private int writes;

    public int WriteConcurrency => inner.WriteConcurrency;

    /// <summary>Every write that the engine carried out and its outcome, whoever was told.</summary>
    public IReadOnlyCollection<Applied> Applied => applied;

    /// <summary>How often each mishap happened.</summary>
    public int Met(Mishap mishap) => met.GetValueOrDefault(mishap);

    public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) => inner.Open(schemas, cancellationToken);

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        var isOvertaken = Interlocked.Increment(ref writes) % 2 == 0;
        if (!isOvertaken)
        {
            await Arrive();
        }

        try
        {
            return await Answered(() => Apply(batch));
        }
        finally
        {
            if (isOvertaken)
            {
                await Arrive();
            }
        }
    }

    public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) =>
        Answered(() => inner.Get(schema, id, cancellationToken), changes: false);

    public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        Answered(() => inner.Query(schema, query, cancellationToken), changes: false);

    public Task<long> Count(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        Answered(() => inner.Count(schema, query, cancellationToken), changes: false);

    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken) =>
        Answered(() => inner.Pending(schema, raisedBefore, limit, cancellationToken), changes: false);

    public Task<OutboxBacklog> Backlog(Schema schema, CancellationToken cancellationToken) => inner.Backlog(schema, cancellationToken);

    public async Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken) => await Answered(
        async () =>
        {
            await inner.Clear(sent, CancellationToken.None);
            return true;
        });

    public Task<long?> Size(CancellationToken cancellationToken) => inner.Size(cancellationToken);

    public Task Ping(CancellationToken cancellationToken) => inner.Ping(cancellationToken);

    public bool IsUnavailable(Exception fault) => fault is BrokenOffException || inner.IsUnavailable(fault);

    public bool IsDiskFault(Exception fault) => inner.IsDiskFault(fault);

    /// <summary>What was late is carried out, in the order in which it was asked.</summary>
    public async Task Arrive()
    {
        while (late.TryDequeue(out var write))
        {
            try
            {
                await write();
            }
            catch (UnstorableWriteException)
            {
                // Nobody is there any more to be told.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Arrive();
        await inner.DisposeAsync();
    }

    private async Task<WriteResult[]> Apply(IReadOnlyList<DocumentWrite> batch)
    {
        var results = await inner.Write(batch, CancellationToken.None);
        foreach (var one in batch.Zip(results, (write, result) => new Applied(write, result)))
        {
            applied.Enqueue(one);
        }

        return results;
    }

    private async Task<T> Answered<T>(Func<Task<T>> ask, bool changes = true)
    {
        var mishap = next();
        met.AddOrUpdate(mishap, 1, (_, count) => count + 1);
        switch (mishap)
        {
            case Mishap.None:
                return await ask();
            case Mishap.LostAnswer:
                await ask();
                break;
            case Mishap.LateAndLost when changes:
                late.Enqueue(ask);
                break;
            case Mishap.LateAndLost:
            case Mishap.NeverAsked:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        throw new BrokenOffException(mishap);
    }
}

public enum Mishap
{
    None,

    /// <summary>It was carried out, and nobody was told.</summary>
    LostAnswer,

    /// <summary>It is carried out after whoever asked has given up, before or after whatever is written next.</summary>
    LateAndLost,

    /// <summary>It never arrived.</summary>
    NeverAsked,
}

/// <param name="Result">As the engine had it.</param>
public sealed record Applied(DocumentWrite Write, WriteResult Result);

/// <summary>Says the same whatever happened.</summary>
public sealed class BrokenOffException(Mishap mishap) : TimeoutException("The connection broke off.")
{
    public Mishap Mishap => mishap;
}
