using Documents;
using Hosting.Logging;

namespace LiveService.Rooms;

/// <summary>Ends what is over of rooms: stays whose lease is, and rooms where nobody is. Several instances may do so at once: the document's version lets one of them.</summary>
internal sealed class EndLapsedRooms(IDocumentStore<Room> rooms, TimeProvider time, ILogger<EndLapsedRooms> logger) : BackgroundService
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
                logger.LogWarning(Outage.Event, "What is over of rooms could not be ended, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task EndAll(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow().AddTicks(1);
        string? next = null;
        do
        {
            var page = await rooms.Query(new Query<Room>().OrderBy(r => r.DueAt).Until(until).After(Cursor.Parse(next)).Take(PageSize), cancellationToken);
            await Task.WhenAll(page.Items.Select(room => rooms.Change(room.Id, r => r.Lapse(time.GetUtcNow()), cancellationToken)));
            next = page.NextCursor;
        }
        while (next is not null);
    }
}
