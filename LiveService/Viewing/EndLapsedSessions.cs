using Documents;
using Hosting.Logging;

namespace LiveService.Viewing;

/// <summary>Ends sessions that were not heard of. Several instances may do so at once: the document's version lets one of them.</summary>
internal sealed class EndLapsedSessions(IDocumentStore<StageSession> sessions, StageSessions ending, TimeProvider time, ILogger<EndLapsedSessions> logger)
    : BackgroundService
{
    private const int PageSize = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await EndAll(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Sessions that were not heard of could not be ended, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task EndAll(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow().AddTicks(1);
        await foreach (var page in sessions.Pages(new Query<StageSession>().OrderBy(s => s.LapsesAt).Until(until).Take(PageSize), cancellationToken))
        {
            await Task.WhenAll(page.Select(session => ending.End(session.Id, SessionEnd.Lapsed, cancellationToken)));
        }
    }
}
