namespace AuthService.LoginFailures;

/// <summary>
/// For the one process that hosts every service, so that all have the same keys. Keeps a bounded number of them: past it, the longest quiet goes
/// first.
/// </summary>
internal sealed class MemoryLoginFailures(TimeProvider time, int mostKeys = 50_000) : ILoginFailures
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Failures>> keys = [];
    private readonly LinkedList<Failures> longestQuietFirst = new();

    public int Keys
    {
        get
        {
            lock (gate)
            {
                return keys.Count;
            }
        }
    }

    public Task<TimeSpan?> Blocked(FailureKey key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(keys.TryGetValue(key.Text, out var node) ? node.Value.Wait(key.Limit, time.GetUtcNow()) : null);
        }
    }

    public Task<TimeSpan?> Count(FailureKey key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (!keys.TryGetValue(key.Text, out var node))
            {
                MakeRoom(now);
                node = keys[key.Text] = new LinkedListNode<Failures>(new Failures(key.Text));
            }
            else if (node.Value.Wait(key.Limit, now) is { } wait)
            {
                return Task.FromResult<TimeSpan?>(wait);
            }
            else
            {
                longestQuietFirst.Remove(node);
            }

            longestQuietFirst.AddLast(node);
            node.Value.Add(key.Limit, now);
            return Task.FromResult<TimeSpan?>(null);
        }
    }

    public Task Forget(FailureKey key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (keys.Remove(key.Text, out var node))
            {
                longestQuietFirst.Remove(node);
            }
        }

        return Task.CompletedTask;
    }

    private void MakeRoom(DateTimeOffset now)
    {
        while (longestQuietFirst.First is { } first && (keys.Count >= mostKeys || first.Value.Last <= now - ILoginFailures.Window))
        {
            keys.Remove(first.Value.Key);
            longestQuietFirst.RemoveFirst();
        }
    }

    private sealed class Failures(string key)
    {
        private readonly Queue<DateTimeOffset> times = [];

        public string Key => key;

        public DateTimeOffset Last { get; private set; }

        public TimeSpan? Wait(int limit, DateTimeOffset now) =>
            times.Count >= limit && times.Peek() + ILoginFailures.Window > now ? times.Peek() + ILoginFailures.Window - now : null;

        public void Add(int limit, DateTimeOffset now)
        {
            if (times.Count >= limit)
            {
                times.Dequeue();
            }

            times.Enqueue(now);
            Last = now;
        }
    }
}
