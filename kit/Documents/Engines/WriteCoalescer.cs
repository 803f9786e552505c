using System.Diagnostics;
using System.Threading.Channels;

namespace Documents.Engines;

/// <summary>
/// Gathers the writes that wait while a batch is being committed into the next batch, so that concurrent writers share
/// one round trip and one commit. Two writes of one document never share a batch: the second waits for the next.
/// </summary>
internal sealed class WriteCoalescer : IAsyncDisposable
{
    private const int MaxBatch = 512;

    private static readonly ActivitySource Source = new(Database.TraceSource);

    private readonly Channel<PendingWrite> queue = Channel.CreateUnbounded<PendingWrite>();
    private readonly IDocumentEngine engine;
    private readonly Task[] loops;

    public WriteCoalescer(IDocumentEngine engine)
    {
        this.engine = engine;
        loops = [.. Enumerable.Range(0, engine.WriteConcurrency).Select(_ => Task.Run(Run))];
    }

    public Task<WriteResult> Write(DocumentWrite write)
    {
        var pending = new PendingWrite(write);
        return Source.HasListeners() && Activity.Current is { IsAllDataRequested: true } ? Traced(pending) : Add(pending);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(loops);
    }

    private Task<WriteResult> Add(PendingWrite pending) => queue.Writer.TryWrite(pending)
        ? pending.Result.Task
        : Task.FromException<WriteResult>(new ObjectDisposedException(nameof(WriteCoalescer)));

    /// <summary>A batch has writes of many traces and belongs to none: each has a span of its own until it is committed.</summary>
    private async Task<WriteResult> Traced(PendingWrite pending)
    {
        using var span = Source.StartActivity(pending.Write.Schema.SpanOfSave, ActivityKind.Client);
        try
        {
            return await Add(pending);
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    private async Task Run()
    {
        var batch = new List<PendingWrite>();
        var postponed = new List<PendingWrite>();
        var documents = new HashSet<(Schema, string)>();
        while (postponed.Count > 0 || await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            documents.Clear();
            var waiting = postponed;
            postponed = [];
            foreach (var write in waiting.Concat(Arrived(batch)))
            {
                (batch.Count < MaxBatch && documents.Add((write.Write.Schema, write.Write.Id)) ? batch : postponed).Add(write);
            }

            if (batch.Count > 0)
            {
                await Commit(batch);
            }
        }
    }

    private IEnumerable<PendingWrite> Arrived(List<PendingWrite> batch)
    {
        for (var taken = 0; taken < MaxBatch && batch.Count < MaxBatch && queue.Reader.TryRead(out var write); taken++)
        {
            yield return write;
        }
    }

    private async Task Commit(List<PendingWrite> batch)
    {
        while (batch.Count > 0)
        {
            try
            {
                var results = await engine.Write([.. batch.Select(w => w.Write)], CancellationToken.None);
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Result.TrySetResult(results[i]);
                }

                return;
            }
            catch (UnstorableWriteException e)
            {
                batch[e.Index].Result.TrySetException(e);
                batch.RemoveAt(e.Index);
            }
            catch (Exception e)
            {
                foreach (var write in batch)
                {
                    write.Result.TrySetException(e);
                }

                return;
            }
        }
    }

    private sealed record PendingWrite(DocumentWrite Write)
    {
        public TaskCompletionSource<WriteResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
