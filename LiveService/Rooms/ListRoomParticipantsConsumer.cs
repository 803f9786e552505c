using Contracts;
using Contracts.Rooms;
using Contracts.Users;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class ListRoomParticipantsConsumer(IDocumentStore<Room> rooms, IDocumentStore<RoomStay> stays, TimeProvider time) : IConsumer<ListRoomParticipants>
{
    public async Task Consume(ConsumeContext<ListRoomParticipants> context)
    {
        var message = context.Message;
        if ((await rooms.Get(message.RoomId.ToString(), context.CancellationToken))?.IsOwnOrMay(message.Caller, Permissions.ActivitiesRead) != true)
        {
            await context.RespondAsync(Refusals.NoRoom);
            return;
        }

        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var now = time.GetUtcNow();
        var page = await stays.Query(
            new Query<RoomStay>().Where(s => s.RoomId, message.RoomId).OrderByDescending(s => s.JoinedAt).After(cursor).Take(message.Limit), context.CancellationToken);
        await context.RespondAsync(new RoomParticipantList([.. page.Items.Select(stay => stay.ToDetails(now))], page.NextCursor));
    }
}
