using System.Collections.Concurrent;
using Hosting.Logging;

namespace LiveService.Hubs;

/// <summary>Something that an instance does for its connections again and again.</summary>
internal abstract class Repeated(TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>How many of them at once.</summary>
    protected const int Together = 32;

    protected abstract Task Do(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(interval, time, stoppingToken);
            try
            {
                await Do(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "{Work} failed, trying again in {Interval}: {Reason}", GetType().Name, interval, e.Message);
            }
        }
    }

    /// <summary>One that fails keeps none of the others.</summary>
    protected async Task Each<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken }, async (item, token) =>
        {
            try
            {
                await action(item, token);
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                faults.Enqueue(e.Message);
            }
        });
        if (faults.TryPeek(out var first))
        {
            logger.LogWarning(Outage.Event, "{Work} failed {Count} times, trying again in {Interval}: {Reason}", GetType().Name, faults.Count, interval, first);
        }
    }
}
