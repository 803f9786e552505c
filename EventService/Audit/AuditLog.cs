using Contracts.Audit;
using Documents;

namespace EventService.Audit;

/// <summary>
/// Appends to the chain: in this process one after the other, in batches that move the head once; between processes the
/// id of the next entry decides, and who lost goes on from the winner's entry.
/// </summary>
internal sealed class AuditLog(IDocumentStore<AuditDocument> entries, IDocumentStore<AuditHead> heads)
{
    private const int LargestBatch = 200;

    private readonly Lock gate = new();
    private readonly Queue<Waiting> line = [];
    private bool isServed;
    private ChainPosition tail = AuditChain.Start;
    private bool isOpen;

    /// <summary>Done when the entry is stored and the head has been moved, also if it was there already.</summary>
    public Task Append(ChangeRecorded change)
    {
        var waiting = new Waiting(change, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            line.Enqueue(waiting);
            if (!isServed)
            {
                isServed = true;
                _ = Task.Run(Serve);
            }
        }

        return waiting.Done.Task;
    }

    private async Task Serve()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await Open();
                foreach (var waiting in batch)
                {
                    await Write(waiting.Change);
                }

                await MoveHead();
                batch.ForEach(waiting => waiting.Done.TrySetResult());
            }
            catch (Exception e)
            {
                // Each of them is delivered again; those that are stored already are found.
                batch.ForEach(waiting => waiting.Done.TrySetException(e));
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (gate)
        {
            var batch = new List<Waiting>();
            while (batch.Count < LargestBatch && line.TryDequeue(out var waiting))
            {
                batch.Add(waiting);
            }

            isServed = batch.Count > 0;
            return batch;
        }
    }

    private async Task Open()
    {
        if (isOpen)
        {
            return;
        }

        if (await heads.Get(AuditHead.OnlyId) is null)
        {
            await heads.Insert(new AuditHead { Id = AuditHead.OnlyId, Count = tail.Count, Hash = tail.Hash });
        }

        await Follow();
        isOpen = true;
    }

    private async Task Write(ChangeRecorded change)
    {
        while (true)
        {
            var entry = AuditChain.Next(tail, change);
            var result = await entries.Insert(entry);
            if (result.IsSaved)
            {
                tail = new ChainPosition(tail.Count + 1, entry.Hash);
                return;
            }

            // The place is taken, or this very change has a place: an engine may report either when both are so.
            await Follow();
            if (result.Outcome == WriteOutcome.DuplicateKey)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Goes to the end that others have written. From the head, never back from it: entries that are missing at the end
    /// leave a gap, which tells of them, instead of being written over.
    /// </summary>
    private async Task Follow()
    {
        if (await heads.Get(AuditHead.OnlyId) is { } head && head.Count > tail.Count)
        {
            tail = new ChainPosition(head.Count, head.Hash);
        }

        while (await entries.Get(AuditDocument.IdOf(tail.Count + 1)) is { } next)
        {
            tail = new ChainPosition(tail.Count + 1, next.Hash);
        }
    }

    private async Task MoveHead() => await heads.Change(AuditHead.OnlyId, head =>
    {
        if (head.Count >= tail.Count)
        {
            return false;
        }

        (head.Count, head.Hash) = (tail.Count, tail.Hash);
        return true;
    });

    private sealed record Waiting(ChangeRecorded Change, TaskCompletionSource Done);
}
