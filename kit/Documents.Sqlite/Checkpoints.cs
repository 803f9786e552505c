using Microsoft.Extensions.Logging;

namespace Documents.Sqlite;

/// <summary>
/// Moves what was committed from the log into the file, beside the writer. Left to SQLite the writer does so itself, every
/// so many commits, and in a large file, where those are pages all over it, stops everybody for seconds.
/// </summary>
internal sealed class Checkpoints(DatabaseFile file, WriterThread thread, Func<Connection> writer, ILogger logger) : IAsyncDisposable
{
    private const int PageBytes = 4096;

    /// <summary>About what a change takes of the log besides the document's body: pages of the table, its indexes, the outbox.</summary>
    private const long ChangeBytes = 6 * PageBytes;

    private const long Due = 16 << 20;

    /// <summary>From here on the writer moves what has come meanwhile, which is little: the log begins anew only when all is moved.</summary>
    private const long LongLogPages = (64 << 20) / PageBytes;

    private Connection? connection;
    private Task running = Task.CompletedTask;
    private long written;

    /// <summary>On the writer's thread.</summary>
    public void Committed(int changes, long bodies)
    {
        written += bodies + (changes * ChangeBytes);
        if (written > Due && running.IsCompleted)
        {
            written = 0;
            running = Move();
        }
    }

    /// <summary>When the writer's thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await running;
        connection?.Dispose();
    }

    private async Task Move()
    {
        try
        {
            var pages = await Task.Factory.StartNew(
                () => Move(connection ??= file.OpenReader()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (pages > LongLogPages)
            {
                await thread.Run(() => Move(writer()));
            }
        }
        catch (ObjectDisposedException)
        {
            // The last connection that closes moves the rest.
        }
        catch (Exception e)
        {
            logger.LogWarning("The log of {File} could not be moved into it, and grows: {Reason}", file.Path, e.Message);
        }
    }

    /// <returns>How many pages the log has.</returns>
    private static long Move(Connection connection) => connection.Read("pragma wal_checkpoint(passive)", r => r.GetInt64(1))[0];
}
