using Contracts;
using Contracts.Rooms;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class IssueRoomTokenConsumer(IDocumentStore<Room> rooms, RoomTokens tokens, ILogger<IssueRoomTokenConsumer> logger) : IConsumer<IssueRoomToken>
{
    public async Task Consume(ConsumeContext<IssueRoomToken> context)
    {
        var message = context.Message;
        var room = await rooms.Get(message.RoomId.ToString(), context.CancellationToken);
        if (Decide(room, message) is { } refusal)
        {
            await context.RespondAsync(refusal);
            return;
        }

        logger.LogInformation("A token of room {RoomId} was issued to {UserId}", message.RoomId, message.Caller.UserId);
        await context.RespondAsync(tokens.Write(new RoomPass(message.RoomId, message.Caller.UserId, message.Name, message.Permissions)));
    }

    internal static Refused? Decide(Room? room, IssueRoomToken message)
    {
        var faults = new FieldFaults();
        RoomPermissions.Check(message.Permissions, faults);
        return faults.ToRefusal()
            ?? (room?.IsSeenBy(message.Caller) != true ? Refusals.NoRoom
                : room.Status == RoomStatus.Closed ? Refusals.RoomClosed
                : null);
    }
}
