using System.Collections.Concurrent;

namespace Documents.Sqlite;

/// <summary>A few connections that read beside the writer, each opened when it is first needed.</summary>
internal sealed class ReaderPool(Func<Connection> open) : IAsyncDisposable
{
    private const int Size = 4;

    private readonly ConcurrentStack<Connection> idle = new();
    private readonly SemaphoreSlim free = new(Size);
    private volatile bool isDisposed;

    /// <summary>On the caller's thread: a read from memory takes less time than a change of threads.</summary>
    public async Task<T> Read<T>(Func<Connection, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        await free.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var connection = idle.TryPop(out var waiting) ? waiting : open();
            try
            {
                return read(connection);
            }
            finally
            {
                idle.Push(connection);
            }
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for the reads that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        for (var i = 0; i < Size; i++)
        {
            await free.WaitAsync();
        }

        foreach (var connection in idle)
        {
            connection.Dispose();
        }

        free.Release(Size);
    }
}
