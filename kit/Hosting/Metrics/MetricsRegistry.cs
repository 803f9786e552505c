using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Numerics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hosting.Metrics;

/// <summary>Collects what the instruments of this process measure, from before the first request on.</summary>
internal sealed class MetricsRegistry : IHostedService, IDisposable
{
    private static readonly string[] Meters =
    [
        "Messaging", "Microsoft.AspNetCore.", "System.Runtime", "MassTransit", "Npgsql",
    ];

    private readonly ConcurrentDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricFamily> observed = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();
    private readonly Lock scraping = new();
    private readonly ILogger<MetricsRegistry> logger;

    public MetricsRegistry(ILogger<MetricsRegistry> logger)
    {
        this.logger = logger;
        listener.InstrumentPublished = Publish;
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        listener.Start();
    }

    /// <summary>Every metric as it is now, in Prometheus's text format.</summary>
    public string Scrape()
    {
        lock (scraping)
        {
            foreach (var family in observed.Values)
            {
                family.Clear();
            }

            try
            {
                listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                logger.LogWarning(e, "Some observable metrics could not be read");
            }

            return PrometheusText.Of(families.Values);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => listener.Dispose();

    private void Publish(Instrument instrument, MeterListener publisher)
    {
        if (!Meters.Any(name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            return;
        }

        var definition = MetricDefinition.Of(instrument);
        var family = families.GetOrAdd(definition.Name, _ => new MetricFamily(definition));
        if (family.Definition.Kind != definition.Kind)
        {
            logger.LogWarning("Instrument {Instrument} of {Meter} is left out: its name is taken by another kind", instrument.Name, instrument.Meter.Name);
            return;
        }

        if (instrument.IsObservable)
        {
            observed[definition.Name] = family;
        }

        publisher.EnableMeasurementEvents(instrument, family);
    }

    private void Listen<T>() where T : struct, INumber<T> =>
        listener.SetMeasurementEventCallback<T>(static (instrument, measurement, tags, state) =>
        {
            var family = (MetricFamily)state!;
            var value = double.CreateChecked(measurement) * family.Definition.Scale;
            var series = family.Of(tags);
            if (family.Definition.Kind == MetricKind.Histogram)
            {
                series.Observe(value);
            }
            else if (instrument.IsObservable || instrument is Gauge<T>)
            {
                series.Set(value);
            }
            else
            {
                series.Add(value);
            }
        });
}
