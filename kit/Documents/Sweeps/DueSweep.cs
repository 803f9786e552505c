using Hosting.Logging;
using System.Linq.Expressions;
using Hosting;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Documents.Sweeps;

public static class DueSweepExtensions
{
    /// <summary>
    /// Publishes a message for each document whose due time has come, each second, until the message's consumer has moved
    /// that time or taken it away. Several instances may sweep: the consumer looks at the due time itself.
    /// </summary>
    public static void AddDueSweep<T>(this IServiceCollection services, Expression<Func<T, object?>> dueAt, Func<T, object> message) where T : Document =>
        services.AddSingleton<IHostedService>(provider => new DueSweep<T>(
            provider.GetRequiredService<IDocumentStore<T>>(),
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DueSweep<T>>>(),
            dueAt,
            message));
}

internal sealed class DueSweep<T>(
    IDocumentStore<T> store,
    IBus bus,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DueSweep<T>> logger,
    Expression<Func<T, object?>> dueAt,
    Func<T, object> message)
    : BackgroundService
    where T : Document
{
    private const int PageSize = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Published published = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is published before its consumer listens would be lost, and not published again for a while.
        await lifetime.Started(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Due documents of {Document} could not be swept: {Reason}", typeof(T).Name, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task Sweep(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        published.Forget();
        await foreach (var page in store.Pages(new Query<T>().OrderBy(dueAt).Until(now.AddTicks(1)).Take(PageSize), cancellationToken))
        {
            await Task.WhenAll(page.Where(published.TryAdd).Select(d => Publish(d, cancellationToken)));
        }
    }

    private async Task Publish(T document, CancellationToken cancellationToken)
    {
        try
        {
            await bus.Publish(message(document), cancellationToken);
        }
        catch
        {
            published.Remove(document);
            throw;
        }
    }
}
