using System.Diagnostics;

namespace Drills;

/// <summary>Waits for a condition, with a bound.</summary>
public static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

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
