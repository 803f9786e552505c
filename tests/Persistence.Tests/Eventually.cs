using System.Diagnostics;

namespace Persistence.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Waits for a condition, and fails when it does not come true in time.</summary>
    public static async Task True(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            (watch.Elapsed < Bound).ShouldBeTrue($"waited {Bound.TotalSeconds:F0} s for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);
}
