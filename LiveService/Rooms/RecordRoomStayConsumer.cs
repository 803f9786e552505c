using Contracts.Rooms;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

/// <summary>That he left may be told before that he came.</summary>
internal sealed class RecordRoomStayConsumer(IDocumentStore<RoomStay> stays) : IConsumer<RecordRoomStay>
{
    public async Task Consume(ConsumeContext<RecordRoomStay> context)
    {
        var message = context.Message;
        var stay = RoomStay.Of(message);
        if ((await stays.Insert(stay, context.CancellationToken)).IsSaved || message.LeftAt is null)
        {
            return;
        }

        await stays.Change(
            stay.Id,
            known =>
            {
                var isNew = known.LeftAt is null;
                known.LeftAt ??= message.LeftAt;
                return isNew;
            },
            context.CancellationToken);
    }
}
