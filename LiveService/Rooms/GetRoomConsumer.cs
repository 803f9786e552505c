using Contracts.Rooms;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class GetRoomConsumer(IDocumentStore<Room> rooms, TimeProvider time) : IConsumer<GetRoom>
{
    public async Task Consume(ConsumeContext<GetRoom> context)
    {
        var room = await rooms.Get(context.Message.RoomId.ToString(), context.CancellationToken);
        var isSeen = room?.IsSeenBy(context.Message.Caller) == true;
        await context.Answer(isSeen ? room!.ToDetails(time.GetUtcNow()) : null, isSeen ? null : Refusals.NoRoom);
    }
}
