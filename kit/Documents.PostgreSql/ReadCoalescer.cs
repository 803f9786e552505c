using System.Threading.Channels;
using Documents.Engines;

namespace Documents.PostgreSql;

/// <summary>
/// Gathers the reads by id that wait while others are being read into the next round trip, and reads a document that several
/// wait for once. A read begins after it was asked for: it sees what was saved before.
/// </summary>
internal sealed class ReadCoalescer : IAsyncDisposable
{
    private const int MaxBatch = 200;

    private readonly Channel<PendingRead> queue = Channel.CreateUnbounded<PendingRead>();
    private readonly Func<Table, string[], Task<IReadOnlyList<StoredDocument>>> read;
    private readonly Task[] loops;

    /// <param name="read">The documents of these ids that exist, in any order, each with its id as it is stored.</param>
    public ReadCoalescer(int concurrency, Func<Table, string[], Task<IReadOnlyList<StoredDocument>>> read)
    {
        this.read = read;
        loops = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(Run))];
    }

    public Task<StoredDocument?> Get(Table table, string id, CancellationToken cancellationToken)
    {
        var pending = new PendingRead(table, StorableText.From(id));
        return queue.Writer.TryWrite(pending)
            ? pending.Found.Task.WaitAsync(cancellationToken)
            : Task.FromException<StoredDocument?>(new ObjectDisposedException(nameof(ReadCoalescer)));
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(loops);
    }

    private async Task Run()
    {
        var batch = new List<PendingRead>();
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            foreach (var group in batch.GroupBy(pending => pending.Table))
            {
                await Read(group.Key, [.. group]);
            }
        }
    }

    private async Task Read(Table table, List<PendingRead> waiting)
    {
        try
        {
            var found = (await read(table, [.. waiting.Select(pending => pending.Id).Distinct()])).ToDictionary(document => document.Id);
            waiting.ForEach(pending => pending.Found.TrySetResult(found.GetValueOrDefault(pending.Id)));
        }
        catch (Exception e)
        {
            // Whoever has stopped waiting does not look at it.
            waiting.ForEach(pending =>
            {
                pending.Found.TrySetException(e);
                _ = pending.Found.Task.Exception;
            });
        }
    }

    private sealed record PendingRead(Table Table, string Id)
    {
        public TaskCompletionSource<StoredDocument?> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
