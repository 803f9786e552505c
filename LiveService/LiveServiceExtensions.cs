using Bus;
using LiveService.Ending;
using LiveService.Operations;
using LiveService.Rooms;
using LiveService.Stages;
using LiveService.Tokens;
using LiveService.Turn;
using LiveService.Viewing;
using MassTransit;
using Storage;

namespace LiveService;

public static class LiveServiceExtensions
{
    /// <summary>Stages, their tokens and who is on them, rooms and who is in them, and TURN credentials, in the database <c>live_db</c>.</summary>
    public static void AddLiveService(this WebApplicationBuilder builder)
    {
        builder.AddDocuments("live_db").Add(Stage.Schema).Add(StageToken.Schema).Add(StageSession.Schema).Add(WatchTime.Schema).Add(Room.Schema).Add(RoomStay.Schema);
        builder.Services.AddSingleton(LiveTokenKeys.From(builder.Configuration));
        builder.Services.AddSingleton<StageTokens>();
        builder.Services.AddSingleton<StageSessions>();
        builder.Services.AddSingleton<StageAudience>();
        builder.Services.AddSingleton<OpenSessions>();
        builder.AddRooms();
        builder.AddTurn();
        builder.Services.AddHostedService<EndLapsedSessions>();
        builder.Services.AddHostedService<CountViewers>();
    }

    public static void AddLiveServiceConsumers(this IBusRegistrationConfigurator registrations)
    {
        var bus = registrations.ForService("live");
        bus.AddRequestConsumer<CreateStageConsumer>();
        bus.AddRequestConsumer<GetStageConsumer>();
        bus.AddRequestConsumer<ListStagesConsumer>();
        bus.AddRequestConsumer<ChangeStageConsumer>();
        bus.AddRequestConsumer<CloseStageConsumer>();
        bus.AddRequestConsumer<IssueStageTokenConsumer>();
        bus.AddRequestConsumer<ListStageTokensConsumer>();
        bus.AddRequestConsumer<RevokeStageTokenConsumer>();
        bus.AddRequestConsumer<JoinStageConsumer>();
        bus.AddRequestConsumer<RefreshStageSessionConsumer>();
        bus.AddRequestConsumer<LeaveStageConsumer>();
        bus.AddRequestConsumer<ListStageSessionsConsumer>();
        bus.AddRequestConsumer<ListViewerSessionsConsumer>();
        bus.AddRequestConsumer<GetStageStatsConsumer>();
        bus.AddRequestConsumer<GetLiveOperationsConsumer>();
        bus.AddRoomConsumers();
        bus.AddTurnConsumers();
        bus.AddDurableConsumer<RecordWatchTimeConsumer>();
        bus.AddDurableConsumer<EndStageSessionsConsumer>();
        bus.AddDurableConsumer<ForgetHolderConsumer>();
    }
}
