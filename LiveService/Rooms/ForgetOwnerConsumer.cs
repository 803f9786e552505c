using Contracts;
using Contracts.Rooms;
using Contracts.Users;
using Documents;
using MassTransit;

namespace LiveService.Rooms;

/// <summary>The rooms of a deleted account are closed.</summary>
internal sealed class ForgetOwnerConsumer(IDocumentStore<Room> rooms, TimeProvider time) : IConsumer<UserDeleted>
{
    private const int PageSize = 200;

    public async Task Consume(ConsumeContext<UserDeleted> context)
    {
        await foreach (var page in rooms.Pages(
                new Query<Room>().Where(r => r.OwnerId, context.Message.UserId).Where(r => r.Status, RoomStatus.Active).OrderBy(r => r.CreatedAt).Take(PageSize),
                context.CancellationToken))
        {
            await Task.WhenAll(page.Select(room => rooms.Change(room.Id, r => r.Close(Actor.System, time.GetUtcNow()), context.CancellationToken)));
        }
    }
}
