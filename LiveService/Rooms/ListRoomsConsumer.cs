using Contracts;
using Contracts.Rooms;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class ListRoomsConsumer(IDocumentStore<Room> rooms, TimeProvider time) : IConsumer<ListRooms>
{
    public async Task Consume(ConsumeContext<ListRooms> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var query = new Query<Room>().OrderByDescending(r => r.CreatedAt).After(cursor);
        if (message.Status is { } status)
        {
            query.Where(r => r.Status, status);
        }

        if (message.Mine)
        {
            query.Where(r => r.OwnerId, message.Caller.UserId);
        }

        var now = time.GetUtcNow();
        var page = await rooms.Query(query, room => room.IsSeenBy(message.Caller), room => room.CreatedAt, message.Limit, context.CancellationToken);
        await context.RespondAsync(new RoomList([.. page.Items.Select(room => room.ToDetails(now))], page.NextCursor));
    }
}
