using Contracts;
using Contracts.Events;
using Documents;
using Hosting.Logging;

namespace EventService.Events;

/// <summary>
/// Makes events that are past their end ENDED. Several instances may do so at once: the document's version lets one
/// of them, and the others find nothing left to do.
/// </summary>
internal sealed class EndDueEvents(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<EndDueEvents> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const int PageSize = 100;

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
                logger.LogWarning(Outage.Event, "Events past their end could not be ended, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task EndAll(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var query = new Query<EventDocument>().OrderBy(e => e.EndsAt).Until(now).Take(PageSize);
        await foreach (var page in events.Pages(query, cancellationToken))
        {
            foreach (var due in page)
            {
                if (await End(due.Id, now, cancellationToken))
                {
                    logger.LogInformation("Event {EventId} ended by its period", due.Id);
                }
            }
        }
    }

    internal static Decision Decide(EventDocument e, DateTimeOffset now)
    {
        if (e.StatusAt(now) == e.Status)
        {
            return Decision.Unchanged;
        }

        e.Change(e.Terms, EventStatus.Ended, EventAudit.Ended, Actor.System, now);
        return Decision.Changed;
    }

    private async Task<bool> End(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ended = false;
        await events.Change(id, e => ended = Decide(e, now).Save, cancellationToken);
        return ended;
    }
}
