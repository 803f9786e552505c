using Documents;
using Hosting.Logging;

namespace LiveService.Rooms;

/// <summary>Ends what is over of rooms: stays whose lease is, and rooms where nobody is. Several instances may do so at once: the document's version lets one of them.</summary>
internal sealed class EndLapsedRooms(IDocumentStore<Room> rooms, TimeProvider time, ILogger<EndLapsedRooms> logger) : BackgroundService
{
    private const int PageSize = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>In which leases whose connections stand are renewed when the store is there again: it has kept them from that.</summary>
    private static readonly TimeSpan Renewal = RoomParticipant.Lease / 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wasAway = false;
        while (true)
        {
            try
            {
                if (wasAway)
                {
                    await rooms.Query(Over().Take(1), stoppingToken);
                    await Task.Delay(Renewal, time, stoppingToken);
                    wasAway = false;
                }

                await EndAll(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                wasAway = true;
                logger.LogWarning(Outage.Event, "What is over of rooms could not be ended, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task EndAll(CancellationToken cancellationToken)
    {
        await foreach (var page in rooms.Pages(Over().Take(PageSize), cancellationToken))
        {
            await Task.WhenAll(page.Select(room => End(room.Id, cancellationToken)));
        }
    }

    private Query<Room> Over() => new Query<Room>().OrderBy(r => r.DueAt).Until(time.GetUtcNow().AddTicks(1));

    /// <summary>One that cannot be ended keeps none of the others.</summary>
    private async Task End(string roomId, CancellationToken cancellationToken)
    {
        try
        {
            await rooms.Change(roomId, room => room.Lapse(time.GetUtcNow()), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(Outage.Event, "What is over of room {RoomId} could not be ended, trying again in {Interval}: {Reason}", roomId, Interval, e.Message);
        }
    }
}
