using Documents;
using Hosting.Logging;

namespace LiveService.Viewing;

/// <summary>Counts the viewers on all stages for the metrics.</summary>
internal sealed class CountViewers(IDocumentStore<StageSession> sessions, TimeProvider time, ILogger<CountViewers> logger) : BackgroundService
{
    private const int PageSize = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                SessionMetrics.ShowViewers(await Count(stoppingToken));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Viewers could not be counted, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task<long> Count(CancellationToken cancellationToken)
    {
        var open = time.GetUtcNow().AddTicks(1);
        var count = 0L;
        string? next = null;
        do
        {
            var page = await sessions.Query(new Query<StageSession>().OrderBy(s => s.LapsesAt).From(open).After(Cursor.Parse(next)).Take(PageSize), cancellationToken);
            count += page.Items.Count(session => !session.MayPublish);
            next = page.NextCursor;
        }
        while (next is not null);

        return count;
    }
}
