using Bus;

namespace LiveService.Rooms;

internal static class RoomsExtensions
{
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RoomTokens>();
        builder.Services.AddHostedService<EndLapsedRooms>();
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
