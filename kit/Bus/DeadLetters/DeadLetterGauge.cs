using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bus.DeadLetters;

/// <summary>Measures the dead letters of this host's queues, for whoever is on call.</summary>
internal sealed class DeadLetterGauge(IDeadLetters letters, WorkQueues queues, TimeProvider time, ILogger<DeadLetterGauge> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly Meter Meter = new("Messaging.DeadLetters");
    private static readonly Gauge<long> Letters = Meter.CreateGauge<long>("dead.letters", description: "Messages that their consumer could not do and that wait to be redelivered.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            try
            {
                await Measure(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // While the broker is away its health check says so.
                logger.LogDebug(e, "Dead letters could not be counted");
            }
        }
    }

    internal async Task Measure(CancellationToken cancellationToken)
    {
        foreach (var (queue, count) in await letters.Count(queues.Names, cancellationToken))
        {
            Letters.Record(count, new KeyValuePair<string, object?>("queue", queue));
        }
    }
}
