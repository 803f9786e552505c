using Bus;
using Contracts.Rooms;
using Documents;
using Hosting.Metrics;

namespace LiveService.Rooms;

internal static class RoomsExtensions
{
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddAnnouncement<RoomChange>((_, changes, _) => Task.FromResult<object>(new RoomsChanged([.. changes.Select(change => change.RoomId).Distinct()])));
        builder.Services.AddSingleton<RoomTokens>();
        builder.Services.AddHostedService<EndLapsedRooms>();
        builder.Services.AddSample(provider => RoomGauges.Of(provider.GetRequiredService<IDocumentStore<Room>>(), provider.GetRequiredService<TimeProvider>()));
    }

    public static void AddRoomConsumers(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<CreateRoomConsumer>();
        bus.AddRequestConsumer<GetRoomConsumer>();
        bus.AddRequestConsumer<ListRoomsConsumer>();
        bus.AddRequestConsumer<CloseRoomConsumer>();
        bus.AddRequestConsumer<ChangeRoomInvitationConsumer>();
        bus.AddRequestConsumer<IssueRoomTokenConsumer>();
        bus.AddRequestConsumer<ListRoomParticipantsConsumer>();
        bus.AddDurableConsumer<RecordRoomStayConsumer>();
        bus.AddDurableConsumer<ForgetOwnerConsumer>();
    }
}
