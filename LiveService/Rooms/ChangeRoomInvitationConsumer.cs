using Contracts;
using Contracts.Rooms;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class ChangeRoomInvitationConsumer(IDocumentStore<Room> rooms, TimeProvider time) : IConsumer<ChangeRoomInvitation>
{
    public async Task Consume(ConsumeContext<ChangeRoomInvitation> context)
    {
        var message = context.Message;
        Refused? refusal = null;
        var room = await rooms.Change(
            message.RoomId.ToString(),
            loaded =>
            {
                refusal = Decide(loaded, message, time.GetUtcNow());
                return loaded.Raised.Count > 0;
            },
            context.CancellationToken);
        await context.Answer(room?.ToDetails(time.GetUtcNow()), room is null ? Refusals.NoRoom : refusal);
    }

    internal static Refused? Decide(Room room, ChangeRoomInvitation message, DateTimeOffset now)
    {
        var owner = message.Caller.UserId;
        if (room.OwnerId != owner)
        {
            return Refusals.NoRoom;
        }

        if (message.IsInvited)
        {
            return room.Invite(message.UserId, owner.ToString(), now);
        }

        room.Uninvite(message.UserId, owner.ToString(), now);
        return null;
    }
}
