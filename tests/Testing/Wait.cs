using System.Diagnostics;

namespace Testing;

/// <summary>The one place where a test waits: for a condition, with a bound.</summary>
public static class Wait
{
    private static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task Until(Func<Task<bool>> condition, string what, TimeSpan? bound = null) => Until(condition, () => what, bound);

    public static Task Until(Func<bool> condition, string what, TimeSpan? bound = null) => Until(() => Task.FromResult(condition()), () => what, bound);

    /// <param name="what">Said when the bound has passed.</param>
    public static async Task Until(Func<Task<bool>> condition, Func<string> what, TimeSpan? bound = null)
    {
        var patience = bound ?? DefaultBound;
        if (!await Within(patience, condition))
        {
            throw new TimeoutException($"Waited {patience.TotalSeconds:F0} s for {what()}");
        }
    }

    /// <param name="pause">Between one look and the next.</param>
    /// <returns>False when the bound has passed.</returns>
    public static async Task<bool> Within(TimeSpan bound, Func<Task<bool>> condition, TimeSpan? pause = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > bound)
            {
                return false;
            }

            await Task.Delay(pause ?? Pause);
        }

        return true;
    }
}
