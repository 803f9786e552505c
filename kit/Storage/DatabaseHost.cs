using Documents;
using Hosting.Logging;
using Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Storage;

/// <summary>Opens a database, waiting for its server, and then sends at intervals what its outboxes still hold.</summary>
internal sealed class DatabaseHost(Database database, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DatabaseHost> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

    /// <summary>Younger messages are still under way in the process that raised them.</summary>
    private static readonly TimeSpan SweepAge = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Open(stoppingToken);
        await lifetime.Started(stoppingToken);

        // At start, nothing of this process is under way: what is there was left by a crash.
        var age = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Sweep(age, stoppingToken);
            age = SweepAge;
            await Task.Delay(SweepInterval, time, stoppingToken);
        }
    }

    private async Task Open(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await database.Open(stoppingToken);
                logger.LogInformation("Database {Database} is open", database.Name);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested && e is not InvalidDataException and not IOException)
            {
                logger.LogWarning(Outage.Event, "Database {Database} cannot be opened yet, trying again in {Delay}: {Reason}", database.Name, RetryDelay, e.Message);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task Sweep(TimeSpan age, CancellationToken stoppingToken)
    {
        try
        {
            var sent = await database.Sweep(age, stoppingToken);
            if (sent > 0)
            {
                logger.LogInformation("Sent {Count} messages that waited in outboxes of {Database}", sent, database.Name);
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(Outage.Event, "The outboxes of {Database} could not be swept: {Reason}", database.Name, e.Message);
        }
    }
}
