using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Drills.Load;

/// <summary>Every call with its answer, and every fault, of one round, with times since it began.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<(TimeSpan At, string Text)> entries = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int calls;

    public int Calls => calls;

    public TimeSpan Now => watch.Elapsed;

    public void Call(TimeSpan begun, string who, string what, string answer)
    {
        Interlocked.Increment(ref calls);
        entries.Enqueue((begun, string.Create(CultureInfo.InvariantCulture, $"{who} {what} -> {answer} after {(watch.Elapsed - begun).TotalMilliseconds:0} ms")));
    }

    public void Event(string what) => entries.Enqueue((watch.Elapsed, $"== {what}"));

    public async Task Write(string file)
    {
        var lines = entries.OrderBy(entry => entry.At).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.At.TotalSeconds,9:0.000}  {entry.Text}"));
        await File.WriteAllLinesAsync(file, lines);
    }
}
