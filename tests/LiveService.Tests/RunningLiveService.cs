using System.Collections.Concurrent;
using Contracts;
using Contracts.Audit;
using Contracts.Stages;
using Contracts.Users;
using Contracts.Viewing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace LiveService.Tests;

/// <summary>The service as Platform runs it, with a clock that the test puts forward, and someone who listens.</summary>
internal sealed class RunningLiveService : ServiceUnderTest
{
    private readonly DirectoryInfo folder;

    private RunningLiveService(DirectoryInfo folder, (string Key, string Value)[] settings)
        : base(
            builder => builder.AddLiveHost(),
            bus =>
            {
                bus.AddLiveServiceConsumers();
                bus.AddConsumer<Listener>();
            },
            [
                new("Storage:Provider", "sqlite"),
                new("Storage:Folder", folder.FullName),
                new("Logging:LogLevel:Default", "None"),
                new("Messaging:RequestTimeoutMilliseconds", "30000"),
                new("Jwt:Secret", Secret),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            ],
            builder =>
            {
                builder.Services.AddSingleton<AheadTime>();
                builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<AheadTime>());
                builder.Services.AddSingleton<ConcurrentQueue<object>>();
                builder.Services.AddSingleton<StoreOutage>();
                StoreOutage.Add<LiveService.Rooms.Room>(builder.Services);
                StoreOutage.Add<LiveService.Viewing.StageSession>(builder.Services);
            }) => this.folder = folder;

    public const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";

    public static readonly StageTokenTerms Subscribe = new([StageCapability.Subscribe]);

    public static readonly StageTokenTerms Publish = new([StageCapability.Publish, StageCapability.Subscribe]);

    public Uri Address => new(App.Urls.First());

    public AheadTime Time => Get<AheadTime>();

    public static async Task<RunningLiveService> Start(params (string Key, string Value)[] settings)
    {
        var service = new RunningLiveService(Directory.CreateTempSubdirectory("live-service-"), settings);
        service.App.MapLiveHost();
        await service.App.StartAsync();
        return service;
    }

    public Task StopAsync() => App.StopAsync();

    public static Caller User(Guid? id = null) => new(id ?? Guid.NewGuid(), [Role.User]);

    public async Task<Answer<T>> Ask<TMessage, T>(TMessage message, Guid? messageId = null) where TMessage : class where T : class
    {
        var client = Bus.CreateRequestClient<TMessage>(RequestTimeout.After(s: 30));
        var response = await client.GetResponse<T, Refused>(message, request => request.UseExecute(context =>
        {
            context.TimeToLive += Time.Ahead;
            context.MessageId = messageId ?? context.MessageId;
        }));
        return response.Is(out Response<T>? reply) ? new(reply.Message, null)
            : response.Is(out Response<Refused>? refused) ? new(null, refused.Message)
            : throw new InvalidOperationException($"{typeof(TMessage).Name} was answered with neither.");
    }

    public async Task<Guid> HasStage() =>
        (await Ask<CreateStage, StageDetails>(new CreateStage(Guid.NewGuid(), new StageTerms("Main stage", null), Some.Operator()))).Reply!.Id;

    public async Task<StageTokenIssued> HasToken(Guid stageId, Caller caller, StageTokenTerms? terms = null) =>
        (await Ask<IssueStageToken, StageTokenIssued>(new IssueStageToken(Guid.NewGuid(), stageId, terms ?? Subscribe, caller))).Reply!;

    public Task<Answer<StageJoined>> Join(Guid stageId, string token, Caller caller, Guid? sessionId = null) =>
        Ask<JoinStage, StageJoined>(new JoinStage(sessionId ?? Guid.NewGuid(), stageId, token, caller));

    /// <summary>A session of a participant of its own.</summary>
    public async Task<StageSessionDetails> HasSession(Guid stageId, Caller caller, StageTokenTerms? terms = null) =>
        (await Join(stageId, (await HasToken(stageId, caller, terms)).Token, caller)).Reply!.Session;

    public Task<Answer<StageSessionRefreshed>> Heartbeat(StageSessionDetails session) =>
        Ask<RefreshStageSession, StageSessionRefreshed>(new RefreshStageSession(session.StageId, session.Id, User(session.UserId)));

    public Task<Answer<StageSessionDetails>> Leave(StageSessionDetails session, Caller? caller = null) =>
        Ask<LeaveStage, StageSessionDetails>(new LeaveStage(session.StageId, session.Id, caller ?? User(session.UserId)));

    public async Task<IReadOnlyList<StageSessionDetails>> Sessions(Guid stageId, bool? open = null) =>
        (await Ask<ListStageSessions, StageSessionList>(new ListStageSessions(stageId, open, 100, null))).Reply!.Items;

    /// <summary>Past the age of a count that was told before.</summary>
    public async Task<StageStats> Stats(Guid stageId)
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        return (await Ask<GetStageStats, StageStats>(new GetStageStats(stageId))).Reply!;
    }

    public IReadOnlyList<T> Heard<T>() => [.. Get<ConcurrentQueue<object>>().OfType<T>()];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal sealed class Listener(ConcurrentQueue<object> heard) : IConsumer<ChangeRecorded>, IConsumer<StageWatched>
    {
        public Task Consume(ConsumeContext<ChangeRecorded> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<StageWatched> context) => Hear(context.Message);

        private Task Hear(object message)
        {
            heard.Enqueue(message);
            return Task.CompletedTask;
        }
    }
}

internal sealed record Answer<T>(T? Reply, Refused? Refused) where T : class
{
    public string? Code => Refused?.Code;
}

public abstract class LiveServiceTest : IAsyncLifetime
{
    private protected RunningLiveService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await RunningLiveService.Start();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
