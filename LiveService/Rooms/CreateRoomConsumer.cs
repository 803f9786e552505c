using Contracts;
using Contracts.Rooms;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

internal sealed class CreateRoomConsumer(IDocumentStore<Room> rooms, TimeProvider time, ILogger<CreateRoomConsumer> logger) : IConsumer<CreateRoom>
{
    public async Task Consume(ConsumeContext<CreateRoom> context)
    {
        var message = context.Message;
        var faults = new FieldFaults();
        message.Terms.Check(faults);
        var refusal = faults.ToRefusal();
        await context.Answer(refusal is null ? (await Insert(message, context.CancellationToken)).ToDetails(time.GetUtcNow()) : null, refusal);
    }

    /// <summary>A repeat finds what the first has made.</summary>
    private async Task<Room> Insert(CreateRoom message, CancellationToken cancellationToken)
    {
        var room = Room.Of(message, time.GetUtcNow());
        var result = await rooms.Insert(room, cancellationToken);
        if (result.IsSaved)
        {
            logger.LogInformation("Room {RoomId} was created by {UserId}", message.RoomId, message.Caller.UserId);
            return room;
        }

        return await rooms.Get(room.Id, cancellationToken) ?? throw new InvalidOperationException($"Room {room.Id} was not stored: {result}.");
    }
}
