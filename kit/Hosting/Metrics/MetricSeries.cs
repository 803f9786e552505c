namespace Hosting.Metrics;

/// <summary>The numbers under one set of labels. Safe for concurrent use.</summary>
/// <param name="labels">As Prometheus writes them, without braces.</param>
/// <param name="bounds">Inclusive upper bounds of a histogram's buckets; empty for a single value.</param>
internal sealed class MetricSeries(string labels, double[] bounds)
{
    private readonly long[] counts = new long[bounds.Length + 1];
    private double value;

    public string Labels => labels;

    /// <summary>The value of a counter or gauge; the sum of a histogram.</summary>
    public double Value => Volatile.Read(ref value);

    public void Set(double measurement) => Volatile.Write(ref value, measurement);

    public void Add(double measurement)
    {
        double before;
        do
        {
            before = Volatile.Read(ref value);
        }
        while (Interlocked.CompareExchange(ref value, before + measurement, before) != before);
    }

    public void Observe(double measurement)
    {
        if (double.IsFinite(measurement))
        {
            var index = Array.BinarySearch(bounds, measurement);
            Interlocked.Increment(ref counts[index < 0 ? ~index : index]);
            Add(measurement);
        }
    }

    /// <summary>For each bucket, how many measurements are not above its bound; the last counts all.</summary>
    public long[] Cumulative()
    {
        var cumulative = new long[counts.Length];
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += Interlocked.Read(ref counts[i]);
            cumulative[i] = total;
        }

        return cumulative;
    }
}
