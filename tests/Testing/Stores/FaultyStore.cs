using Documents;

namespace Testing.Stores;

/// <summary>A store whose process dies: from a chosen write on nothing is written any more, and that write may have happened.</summary>
public sealed class FaultyStore<T>(IDocumentStore<T> store, Crash crash) : IDocumentStore<T> where T : Document
{
    public Task<WriteResult> Insert(T document, CancellationToken cancellationToken = default) => crash.Write(() => store.Insert(document, cancellationToken));

    public Task<WriteResult> Update(T document, CancellationToken cancellationToken = default) => crash.Write(() => store.Update(document, cancellationToken));

    public Task<WriteResult> Delete(T document, CancellationToken cancellationToken = default) => crash.Write(() => store.Delete(document, cancellationToken));

    public Task<T?> Get(string id, CancellationToken cancellationToken = default) => store.Get(id, cancellationToken);

    public Task<Page<T>> Query(Query<T> query, CancellationToken cancellationToken = default) => store.Query(query, cancellationToken);
}

/// <param name="writesLeft">How many writes succeed before it.</param>
/// <param name="lastIsWritten">The write that fails is stored, but its writer does not hear of it.</param>
public sealed class Crash(int writesLeft, bool lastIsWritten)
{
    private int left = writesLeft;

    public async Task<WriteResult> Write(Func<Task<WriteResult>> write)
    {
        var number = Interlocked.Decrement(ref left);
        if (number >= 0)
        {
            return await write();
        }

        if (number == -1 && lastIsWritten)
        {
            await write();
        }

        throw new CrashException();
    }
}

public sealed class CrashException : Exception;
