using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hosting.Metrics;

/// <summary>
/// Takes the samples of this host one after the other, at intervals: however often it is scraped, stores are asked no more. A
/// gauge that cannot be looked up has no value until it can be: an old one would look as if all were well.
/// </summary>
internal sealed class Sampler(IEnumerable<Sample> samples, IMeterFactory meters, TimeProvider time, ILogger<Sampler> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private readonly Sample[] samples = [.. samples];
    private readonly ConcurrentDictionary<Sample, IReadOnlyList<Reading>> latest = new();
    private readonly HashSet<string> known = [];
    private readonly Meter meter = meters.Create("Messaging.Samples");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            await Take(stoppingToken);
        }
    }

    internal async Task Take(CancellationToken cancellationToken)
    {
        foreach (var sample in samples)
        {
            using var patience = new CancellationTokenSource(Bound, time);
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                var readings = await sample(bound.Token).WaitAsync(bound.Token);
                latest[sample] = readings;
                Show(readings);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // While a store or the broker is away its health check says so.
                latest[sample] = [];
                logger.LogDebug(e, "A sample could not be taken");
            }
        }
    }

    private void Show(IEnumerable<Reading> readings)
    {
        foreach (var gauge in readings.Select(reading => reading.Gauge).Where(gauge => known.Add(gauge.Name)))
        {
            meter.CreateObservableGauge(
                gauge.Name,
                () => latest.Values.SelectMany(all => all).Where(reading => reading.Gauge.Name == gauge.Name).Select(reading => reading.Value),
                gauge.Unit,
                gauge.Description);
        }
    }
}

public static class SamplingExtensions
{
    /// <summary>Has gauges looked up every 15 s by the host's one sampler.</summary>
    public static void AddSample(this IServiceCollection services, Func<IServiceProvider, Sample> sample) => services.AddSingleton(sample);
}
