using Hosting.Logging;
using System.Linq.Expressions;
using Documents.Pools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Documents.Sweeps;

/// <summary>
/// Ends the entries of pools that no later change has taken along, by what became of the documents that they are for.
/// Several instances may do so at once: a fate that is known does not change.
/// </summary>
/// <param name="openSince">Names <see cref="PoolDocument.OpenSince"/>, which the schema indexes.</param>
public abstract class PoolSweep<T>(
    IDocumentStore<T> pools, PoolCombiner<T> combiner, Expression<Func<T, object?>> openSince, TimeProvider time, ILogger logger)
    : BackgroundService
    where T : PoolDocument
{
    private const int PageSize = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Younger entries are under way.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    public async Task Sweep(CancellationToken cancellationToken)
    {
        var query = new Query<T>().OrderBy(openSince).Until(time.GetUtcNow() - Age).Take(PageSize);
        await foreach (var page in pools.Pages(query, cancellationToken))
        {
            foreach (var pool in page)
            {
                var fates = new Dictionary<(string, long), EntryFate>();
                foreach (var (id, entry) in pool.Entries)
                {
                    fates[(id, entry.Seq)] = await FateOf(pool, id, entry, cancellationToken);
                }

                await combiner.Apply(pool.Id, current =>
                {
                    current.Reconcile(fates);
                    return true;
                });
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "{Pools} could not be swept, trying again in {Interval}: {Reason}", typeof(T).Name, Interval, e.Message);
            }
        }
    }

    protected abstract Task<EntryFate> FateOf(T pool, string id, PoolEntry entry, CancellationToken cancellationToken);
}
