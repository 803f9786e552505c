using Prometheus;

namespace Hosting.Metrics;

/// <summary>Where the measurements under one set of labels go. Safe for concurrent use.</summary>
/// <param name="open">Publishes the series, or finds it.</param>
internal sealed class MetricSeries(Func<ChildBase> open)
{
    private ChildBase series = open();

    public void Set(double measurement)
    {
        if (series is IGauge gauge)
        {
            gauge.Set(measurement);
        }
        else if (series is ICounter counter)
        {
            if (measurement < counter.Value)
            {
                // The runtime observes its threads and their queue as counters, and they fall.
                Remove();
                series = open();
            }

            ((ICounter)series).IncTo(measurement);
        }
    }

    /// <summary>What Prometheus cannot count, or would count for ever, is left out: the package throws, and whoever measures would fail.</summary>
    public void Add(double measurement)
    {
        switch (series)
        {
            case IGauge gauge:
                gauge.Inc(measurement);
                break;
            case ICounter counter when measurement >= 0:
                counter.Inc(measurement);
                break;
            case IHistogram histogram when double.IsFinite(measurement):
                histogram.Observe(measurement);
                break;
        }
    }

    public void Remove() => series.Remove();
}
