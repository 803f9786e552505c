using System.Diagnostics;

namespace Bench.Load;

/// <summary>
/// Begins so many calls a second, whether the ones before are answered or not. Each call is told when it was meant to
/// begin, so that a generator that was held up counts against what held it up.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1);

    /// <param name="call">Number, and the <see cref="Stopwatch"/> time stamp at which it was meant to begin.</param>
    public static async Task Run(double rate, int calls, Func<int, long, Task> call, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat);
        var under = new List<Task>(calls);
        var ticks = Stopwatch.Frequency / rate;
        var start = Stopwatch.GetTimestamp();
        while (under.Count < calls && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var due = Math.Min(calls, (int)((Stopwatch.GetTimestamp() - start) / ticks) + 1);
            while (under.Count < due)
            {
                var number = under.Count;
                var meant = start + (long)(number * ticks);
                under.Add(Task.Run(() => call(number, meant), cancellationToken));
            }
        }

        await Task.WhenAll(under);
    }
}
