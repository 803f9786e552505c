using System.Diagnostics;
using HdrHistogram;

namespace Bench.Measures;

/// <summary>How long many calls took; any number of threads may add.</summary>
internal sealed class Latencies
{
    private const long MostMicroseconds = 600_000_000;
    private const int SignificantDigits = 3;

    private readonly LongConcurrentHistogram histogram = new(1, MostMicroseconds, SignificantDigits);

    public void Add(TimeSpan taken) => histogram.RecordValue(Math.Clamp((long)taken.TotalMicroseconds, 1, MostMicroseconds));

    /// <param name="since">A <see cref="Stopwatch"/> time stamp: when the call was meant to begin.</param>
    public void AddSince(long since) => Add(Stopwatch.GetElapsedTime(since));

    public Quantiles? Read() => histogram.TotalCount == 0 ? null : new Quantiles(
        histogram.TotalCount, At(50), At(90), At(95), At(99), At(99.9), histogram.GetMaxValue() / 1000.0);

    private double At(double percent) => histogram.GetValueAtPercentile(percent) / 1000.0;
}

/// <summary>In milliseconds.</summary>
internal sealed record Quantiles(long Count, double P50, double P90, double P95, double P99, double P999, double Max);
