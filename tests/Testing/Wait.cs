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
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (bound ?? DefaultBound))
            {
                throw new TimeoutException($"Waited {watch.Elapsed.TotalSeconds:F0} s for {what()}");
            }

            await Task.Delay(Pause);
        }
    }
}
