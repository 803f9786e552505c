using Contracts;
using Bus;
using Http.Problems;
using Http.Tokens;
using LiveService.Ending;
using LiveService.Hubs;
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
        builder.Services.AddSingleton<StageEntrance>();
        builder.Services.AddSingleton<StageSessions>();
        builder.Services.AddSingleton<StageAudience>();
        builder.Services.AddSingleton<OpenSessions>();
        builder.AddRooms();
        builder.AddTurn();
        builder.AddHub();
        builder.Services.AddHostedService<EndLapsedSessions>();
        builder.Services.AddHostedService<CountViewers>();
    }

    /// <summary>The hub <c>/live/hub</c>, in a host that knows its callers.</summary>
    public static void MapLiveHub(this IEndpointRouteBuilder routes) => routes.MapHub();

    /// <summary>What the service's own host needs besides.</summary>
    public static void AddLiveHost(this WebApplicationBuilder builder)
    {
        builder.AddLiveService();
        builder.AddProblems(new Dictionary<string, int>());
    }

    /// <summary>The hub in the service's own host, and what its callers must bring.</summary>
    public static void MapLiveHost(this WebApplication app)
    {
        app.UseProblems();
        app.UseQueryTokens(Paths.LiveHub);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapLiveHub();
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
        bus.AddHubConsumers();
        bus.AddDurableConsumer<RecordWatchTimeConsumer>();
        bus.AddDurableConsumer<EndStageSessionsConsumer>();
        bus.AddDurableConsumer<ForgetHolderConsumer>();
    }
}
