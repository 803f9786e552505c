using Hosting;
using Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Documents.Sweeps;

/// <summary>What is kept for some time only.</summary>
public interface IRetention
{
    /// <summary>Of what, in the plural, for the log.</summary>
    string Documents { get; }

    TimeSpan Kept { get; }

    /// <summary>Deletes what was kept for that long.</summary>
    /// <returns>How many documents.</returns>
    Task<int> Delete(CancellationToken cancellationToken);
}

public static class RetentionExtensions
{
    /// <summary>Deletes at each start, and once an hour, however long the store is away. Several instances may do so at once.</summary>
    public static void AddRetention<T>(this IServiceCollection services) where T : class, IRetention
    {
        services.AddSingleton<T>();
        services.AddHostedService<RetentionSweep<T>>();
    }

    /// <summary>Deletes what a query finds, a page at a time. What somebody changes meanwhile stays.</summary>
    /// <param name="isDone">What of it is to go; all when null.</param>
    /// <param name="before">What is done first with each that goes.</param>
    /// <returns>How many were deleted.</returns>
    public static async Task<int> Delete<T>(
        this IDocumentStore<T> store, Query<T> query, Func<T, bool>? isDone, Func<T, Task>? before, CancellationToken cancellationToken) where T : Document
    {
        var deleted = 0;
        await foreach (var page in store.Pages(query, cancellationToken))
        {
            var results = await Task.WhenAll(page.Where(document => isDone?.Invoke(document) ?? true).Select(async document =>
            {
                await (before?.Invoke(document) ?? Task.CompletedTask);
                return await store.Delete(document, cancellationToken);
            }));
            deleted += results.Count(result => result.IsSaved);
        }

        return deleted;
    }
}

internal sealed class RetentionSweep<T>(T retention, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RetentionSweep<T>> logger)
    : BackgroundService
    where T : class, IRetention
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
                if (await retention.Delete(stoppingToken) is var deleted and > 0)
                {
                    logger.LogInformation("Deleted {Count} documents that were kept for {Kept}: {Documents}", deleted, retention.Kept, retention.Documents);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                pause = AfterFault;
                logger.LogWarning(Outage.Event, "What was kept for {Kept} could not be deleted, trying again in {Interval}: {Documents}: {Reason}", retention.Kept, pause, retention.Documents, e.Message);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }
}
