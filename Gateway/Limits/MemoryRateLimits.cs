namespace Gateway.Limits;

/// <summary>
/// For one process. Past its bound a window counts no further callers: so many addresses are beyond a limit by address,
/// and who is known stays limited.
/// </summary>
internal sealed class MemoryRateLimits(TimeProvider time, TimeSpan length, int bound = 200_000) : IRateLimits
{
    private readonly Lock gate = new();
    private Dictionary<string, int> previous = [];
    private Dictionary<string, int> current = [];
    private long index;

    public Task<Standing> Ask(Permit permit, bool take, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var (milliseconds, now) = ((long)length.TotalMilliseconds, time.GetUtcNow().ToUnixTimeMilliseconds());
            Turn(now / milliseconds);
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

    /// <summary>A clock that is set back does not give permits again.</summary>
    private void Turn(long now)
    {
        if (now <= index)
        {
            return;
        }

        previous = now == index + 1 ? current : [];
        current = [];
        index = now;
    }
}
