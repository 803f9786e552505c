using System.Collections.Concurrent;

namespace Documents.Sqlite;

/// <summary>
/// SQLite has one writer at a time and no call that is really asynchronous: what writes, and waits for the disk, has a
/// thread of its own instead of one of the pool's few.
/// </summary>
internal sealed class WriterThread : IAsyncDisposable
{
    private readonly BlockingCollection<Action> queue = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriterThread(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            queue.Add(Complete);
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException(nameof(WriterThread), e);
        }

        return done.Task;

        void Complete()
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    /// <summary>Ends when everything that was given to it is done.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
        queue.Dispose();
    }

    private void Run()
    {
        foreach (var work in queue.GetConsumingEnumerable())
        {
            work();
        }

        ended.SetResult();
    }
}
