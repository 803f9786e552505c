namespace Http.Limits;

/// <summary>
/// For one process. Past its bound a window counts no further callers: so many addresses are beyond a limit by address,
/// and who is known stays limited.
/// </summary>
public sealed class MemoryRateLimits(TimeProvider time, TimeSpan length, int bound = 200_000) : IRateLimits
{
    private readonly Lock gate = new();
    private Dictionary<string, int> previous = [];
    private Dictionary<string, int> current = [];
    private long index;

    public Task<Standing> Ask(Permit permit, bool take, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var (milliseconds, now) = Turn();
            var window = new SlidingWindow(
                milliseconds, Math.Clamp(now - (index * milliseconds), 0, milliseconds), previous.GetValueOrDefault(permit.Key), current.GetValueOrDefault(permit.Key));
            var allowed = window.Fits(permit.Limit);
            if (allowed && take && (current.Count < bound || current.ContainsKey(permit.Key)))
            {
                window = window with { Current = window.Current + 1 };
                current[permit.Key] = (int)window.Current;
            }

            return Task.FromResult(window.For(permit.Limit, allowed));
        }
    }

    public Task GiveBack(Permit permit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Turn();
            if (current.TryGetValue(permit.Key, out var count) && count > 0)
            {
                current[permit.Key] = count - 1;
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>A clock that is set back does not give permits again.</summary>
    private (long Milliseconds, long Now) Turn()
    {
        var (milliseconds, now) = ((long)length.TotalMilliseconds, time.GetUtcNow().ToUnixTimeMilliseconds());
        var next = now / milliseconds;
        if (next > index)
        {
            previous = next == index + 1 ? current : [];
            current = [];
            index = next;
        }

        return (milliseconds, now);
    }
}
