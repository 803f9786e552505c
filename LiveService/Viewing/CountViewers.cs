using Hosting.Logging;

namespace LiveService.Viewing;

/// <summary>Counts the viewers on all stages for the metrics.</summary>
internal sealed class CountViewers(StageAudience audience, TimeProvider time, ILogger<CountViewers> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                SessionMetrics.ShowViewers(await audience.Viewers(stoppingToken));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Viewers could not be counted, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
