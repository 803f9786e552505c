using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Numerics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace Hosting.Metrics;

/// <summary>
/// Puts what the instruments of this process measure, from before the first request on, into the host's registry. The
/// package's own adapter would put the meter before each name, make counters gauges and forget what rests.
/// </summary>
internal sealed class InstrumentListener : IHostedService, IDisposable
{
    private static readonly string[] Meters =
    [
        "Messaging", "Microsoft.AspNetCore.", "System.Runtime", "MassTransit", "Npgsql",
    ];

    private readonly ConcurrentDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricFamily> observed = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();
    private readonly Lock reporting = new();
    private readonly MetricFactory metrics;
    private readonly IMeterFactory meters;
    private readonly ILogger<InstrumentListener> logger;

    public InstrumentListener(CollectorRegistry registry, IMeterFactory meters, ILogger<InstrumentListener> logger)
    {
        this.meters = meters;
        this.logger = logger;
        metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        listener.InstrumentPublished = Publish;
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        listener.Start();
        registry.AddBeforeCollectCallback(Report);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => listener.Dispose();

    private void Publish(Instrument instrument, MeterListener publisher)
    {
        if (IsAnotherHosts(instrument.Meter) || !Meters.Any(name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            return;
        }

        var definition = MetricDefinition.Of(instrument);
        var family = families.GetOrAdd(definition.Name, _ => new MetricFamily(definition, metrics));
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

    /// <summary>A meter's scope is the factory of the host that made it; tests run several hosts in a process.</summary>
    private bool IsAnotherHosts(Meter meter) => meter.Scope is IMeterFactory factory && factory != meters;

    private void Report()
    {
        lock (reporting)
        {
            foreach (var family in observed.Values)
            {
                family.BeginReport();
            }

            try
            {
                listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                logger.LogWarning(e, "Some observable metrics could not be read");
            }

            foreach (var family in observed.Values)
            {
                family.EndReport();
            }
        }
    }

    private void Listen<T>() where T : struct, INumber<T> =>
        listener.SetMeasurementEventCallback<T>(static (instrument, measurement, tags, state) =>
        {
            var family = (MetricFamily)state!;
            var value = double.CreateChecked(measurement) * family.Definition.Scale;
            var series = family.Of(tags);
            if (instrument.IsObservable || instrument is Gauge<T>)
            {
                series.Set(value);
            }
            else
            {
                series.Add(value);
            }
        });
}
