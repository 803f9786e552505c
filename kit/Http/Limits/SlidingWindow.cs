namespace Http.Limits;

/// <summary>
/// The last minute from two counters: what the present window counted, and of the window before it the part that is
/// still within a minute. Times in milliseconds.
/// </summary>
public sealed record SlidingWindow(long Length, long Elapsed, long Previous, long Current)
{
    /// <summary>RedisRateLimits' script has the same line.</summary>
    public bool Fits(int limit) => (Previous * (Length - Elapsed)) + ((Current + 1) * Length) <= limit * Length;

    /// <summary>How one stands after the permit was taken, looked at or refused.</summary>
    public Standing For(int limit, bool allowed)
    {
        var used = ((Previous * (Length - Elapsed)) + (Current * Length) + Length - 1) / Length;
        return allowed
            ? new Standing(true, limit, (int)Math.Max(0, limit - used), TimeSpan.FromMilliseconds(Length - Elapsed))
            : new Standing(false, limit, 0, TimeSpan.FromMilliseconds(Wait(limit)));
    }

    private long Wait(int limit) => Current < limit
        ? Until(Previous, limit - Current - 1) - Elapsed
        : Length - Elapsed + Until(Current, limit - 1);

    /// <summary>When, in a window, no more than <paramref name="rest"/> of the one before it count.</summary>
    private long Until(long before, long rest) => before <= rest ? 0 : Length - (rest * Length / before);
}
