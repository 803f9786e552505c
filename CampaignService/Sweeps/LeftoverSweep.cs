using Hosting;
using Hosting.Logging;

namespace CampaignService.Sweeps;

/// <summary>Once an hour, however long the store is away.</summary>
internal sealed class LeftoverSweep(Leftovers leftovers, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LeftoverSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Started(stoppingToken);
        while (true)
        {
            var pause = Interval;
            try
            {
                if (await leftovers.Delete(stoppingToken) is var deleted and > 0)
                {
                    logger.LogInformation("{Count} accounts that were taken away, and syncs, were deleted after {Kept}", deleted, Leftovers.Kept);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                pause = AfterFault;
                logger.LogWarning(Outage.Event, "What is left of accounts and syncs could not be deleted, trying again in {Interval}: {Reason}", pause, e.Message);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }
}
