using Documents;
using EventService.Events;
using Hosting;
using Hosting.Logging;

namespace EventService.Reports;

/// <summary>Keeps reports up to date, however long the store is away.</summary>
internal sealed class ReportSweep(
    ReportCounter counter,
    IDocumentStore<EventDocument> events,
    IDocumentStore<EventReportDocument> reports,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReportSweep> logger)
    : BackgroundService
{
    private const int PageSize = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Started(stoppingToken);
        var hasBegun = false;
        while (true)
        {
            try
            {
                if (!hasBegun)
                {
                    await Begin(stoppingToken);
                    hasBegun = true;
                }

                while (await counter.Pass(stoppingToken))
                {
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Reports of events could not be kept up to date, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    /// <summary>An event that has requests and no report is of a version that knew none: it is counted from the start.</summary>
    private async Task Begin(CancellationToken cancellationToken)
    {
        var query = new Query<EventDocument>().OrderBy(e => e.CreatedAt).Take(PageSize);
        await foreach (var page in events.Pages(query, cancellationToken))
        {
            foreach (var e in page.Where(e => e.InUse))
            {
                if (await reports.Get(e.Id, cancellationToken) is null)
                {
                    await reports.Insert(EventReportDocument.Of(e.Id, time.GetUtcNow()), cancellationToken);
                }
            }
        }
    }
}
