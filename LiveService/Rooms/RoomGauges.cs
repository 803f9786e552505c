using Contracts.Rooms;
using Documents;
using Hosting.Metrics;

namespace LiveService.Rooms;

/// <summary>Rooms that are not closed, and who is in them, over all instances.</summary>
internal static class RoomGauges
{
    private const int PageSize = 1000;

    private static readonly SampledGauge Active = new("rooms.active", "Rooms that are not closed. Each instance counts those of all instances.");
    private static readonly SampledGauge Participants = new("room.participants", "Who is in rooms now. Each instance counts those of all instances.");

    public static Sample Of(IDocumentStore<Room> rooms, TimeProvider time) => async cancellationToken =>
    {
        var now = time.GetUtcNow();
        var (active, present) = (0, 0);
        await foreach (var page in rooms.Pages(
                new Query<Room>().Where(r => r.Status, RoomStatus.Active).OrderBy(r => r.CreatedAt).Take(PageSize), cancellationToken))
        {
            active += page.Count;
            present += page.Sum(room => room.ToDetails(now).Present);
        }
        return [Active.Of(active), Participants.Of(present)];
    };
}
