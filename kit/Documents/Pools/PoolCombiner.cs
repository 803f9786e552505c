namespace Documents.Pools;

/// <summary>
/// Combines whatever waits for the same pool in this process into one write of its document, each caller with an outcome
/// of its own: a thousand claims of one hot document cost some tens of writes. Between processes the version decides.
/// </summary>
public sealed class PoolCombiner<T>(IDocumentStore<T> pools) where T : PoolDocument
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Line> lines = [];

    /// <summary>Loads, decides and saves. Null when there is no such pool and none is created.</summary>
    /// <param name="decide">Changes the pool or leaves it; called again when another process came between. Must not throw.</param>
    public async Task<TOutcome?> Apply<TOutcome>(string poolId, Func<T, TOutcome> decide, Func<T>? create = null) where TOutcome : struct
    {
        TOutcome? outcome = null;
        var waiting = new Waiting(
            pool => outcome = pool is null ? null : decide(pool), create, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            var line = LineOf(poolId);
            line.Waiting.Add(waiting);
            if (!line.IsServed)
            {
                line.IsServed = true;
                _ = Task.Run(() => Serve(poolId, line));
            }
        }

        await waiting.Done.Task;
        return outcome;
    }

    /// <summary>A change that costs no write of its own: it goes with the next, or never if this process ends before.</summary>
    public void Along(string poolId, Action<T> change)
    {
        lock (gate)
        {
            LineOf(poolId).Along.Add(change);
        }
    }

    private Line LineOf(string poolId)
    {
        if (!lines.TryGetValue(poolId, out var line))
        {
            lines[poolId] = line = new Line();
        }

        return line;
    }

    private async Task Serve(string poolId, Line line)
    {
        while (Take(poolId, line) is var (waiting, along))
        {
            try
            {
                await Save(poolId, waiting, along);
                waiting.ForEach(one => one.Done.TrySetResult());
            }
            catch (Exception e)
            {
                waiting.ForEach(one => one.Done.TrySetException(e));
            }
        }
    }

    private (List<Waiting> Waiting, List<Action<T>> Along)? Take(string poolId, Line line)
    {
        lock (gate)
        {
            if (line.Waiting.Count == 0)
            {
                line.IsServed = false;
                if (line.Along.Count == 0)
                {
                    lines.Remove(poolId);
                }

                return null;
            }

            var taken = (line.Waiting, line.Along);
            line.Waiting = [];
            line.Along = [];
            return taken;
        }
    }

    private async Task Save(string poolId, List<Waiting> waiting, List<Action<T>> along)
    {
        for (var recent = pools.Recent(poolId); ; recent = null)
        {
            var pool = recent ?? await pools.Get(poolId) ?? waiting.Find(one => one.Create is not null)?.Create!();
            if (pool is not null)
            {
                along.ForEach(change => change(pool));
            }

            waiting.ForEach(one => one.Decide(pool));
            if (pool is null || (!pool.IsChanged && pool.Version > 0))
            {
                // What no write confirms was decided on what may be stale.
                if (recent is not null)
                {
                    continue;
                }

                return;
            }

            var result = pool.Version == 0 ? await pools.Insert(pool) : await pools.Update(pool);
            if (result.IsSaved)
            {
                return;
            }

            if (result.Outcome is not (WriteOutcome.Stale or WriteOutcome.DuplicateId))
            {
                throw new InvalidOperationException($"{typeof(T).Name} {poolId} was not saved: {result}.");
            }
        }
    }

    private sealed class Line
    {
        public List<Waiting> Waiting { get; set; } = [];

        public List<Action<T>> Along { get; set; } = [];

        public bool IsServed { get; set; }
    }

    private sealed record Waiting(Action<T?> Decide, Func<T>? Create, TaskCompletionSource Done);
}
