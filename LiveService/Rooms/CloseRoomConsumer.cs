using Contracts;
using Contracts.Rooms;
using Contracts.Users;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class CloseRoomConsumer(IDocumentStore<Room> rooms, TimeProvider time) : IConsumer<CloseRoom>
{
    public async Task Consume(ConsumeContext<CloseRoom> context)
    {
        var (roomId, caller) = context.Message;
        var isHis = false;
        var room = await rooms.Change(
            roomId.ToString(),
            loaded =>
            {
                isHis = loaded.IsOwnOrMay(caller, Permissions.OperationsWrite);
                return isHis && loaded.Close(Actor.Of(caller), time.GetUtcNow());
            },
            context.CancellationToken);
        await context.Answer(isHis ? room?.ToDetails(time.GetUtcNow()) : null, room is null || !isHis ? Refusals.NoRoom : null);
    }
}
