using Contracts;
using Contracts.Stages;
using Testing;
using Testing.Servers;

namespace LiveService.Tests.Hubs;

/// <summary>Two LiveServices over one broker, one Redis and one PostgreSQL: whoever has a connection, it is as if there were one.</summary>
public sealed class Over_two_instances : IAsyncLifetime
{
    private readonly List<RealServer> servers = [];
    private RunningLiveService one = null!;
    private RunningLiveService two = null!;

    public async Task InitializeAsync()
    {
        if (!Real.Postgres.IsInstalled() || !Real.Redis.IsInstalled() || !Real.RabbitMq.IsInstalled())
        {
            return;
        }

        var (postgres, redis, rabbitMq) = (new PostgresServer(), new RedisServer(), new RabbitMqServer());
        servers.AddRange([postgres, redis, rabbitMq]);
        await Task.WhenAll(servers.Select(server => server.Start()));
        (string, string)[] settings =
        [
            ("Transport", "rabbitmq"),
            ("ConnectionStrings:RabbitMq", rabbitMq.ConnectionString),
            ("ConnectionStrings:Redis", redis.ConnectionString),
            ("Storage:Provider", "postgres"),
            ("ConnectionStrings:Storage", postgres.ConnectionString),
        ];
        one = await RunningLiveService.Start(settings);
        two = await RunningLiveService.Start(settings);
    }

    public async Task DisposeAsync()
    {
        if (servers.Count > 0)
        {
            await one.DisposeAsync();
            await two.DisposeAsync();
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    [RealFact(Real.Postgres, Real.Redis, Real.RabbitMq, Own = true)]
    public async Task People_meet_and_may_change_the_instance()
    {
        await AsManyComeInAsThereArePlaces();
        await SignalsAndChangesReachTheOther();
        await WhoseInstanceStopsGoesOnAtTheOther();
    }

    private async Task AsManyComeInAsThereArePlaces()
    {
        var room = await one.HasRoom(capacity: 10);
        var callers = Enumerable.Range(0, 64).Select(i => (Caller: RunningLiveService.User(), Service: i % 2 == 0 ? one : two)).ToList();
        var clients = await Task.WhenAll(callers.Select(each => each.Service.Connect(each.Caller)));
        var tokens = await Task.WhenAll(callers.Select(each => one.RoomToken(room, each.Caller)));

        var joins = await Task.WhenAll(clients.Zip(tokens, (client, token) => client.JoinRoom(room, token)
            .ContinueWith(join => join.IsFaulted ? (Code: join.Exception!.InnerException!.Message, Peers: []) : (Code: "", Peers: Crowd.PeersIn(join.Result)), TaskScheduler.Default)));

        joins.Count(join => join.Code == "").ShouldBe(10);
        joins.Where(join => join.Code != "").ShouldAllBe(join => join.Code.StartsWith($"{Codes.RoomFull}: ", StringComparison.Ordinal));
        await Crowd.EachKnowsTheOthers([.. clients.Where(client => client.ParticipantId != "")], joins.Where(join => join.Code == "").Select(join => join.Peers));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    private async Task SignalsAndChangesReachTheOther()
    {
        var room = await one.HasRoom();
        await using var ada = await one.HasPeer(room);
        await using var bob = await two.HasPeer(room, messagePack: true);
        await using var eve = await two.HasPeer(room);
        await ada.IsTold("peerJoined", told => told.GetProperty("participant").GetProperty("participantId").GetString() == eve.ParticipantId);

        for (var i = 0; i < 100; i++)
        {
            await ada.Signal(room, bob, "candidate", $$"""{"i":{{i}}}""");
        }

        await Wait.Until(() => bob.Told("signal").Count == 100, "every signal");
        bob.Told("signal").Select(signal => signal.GetProperty("payload").GetProperty("i").GetInt32()).ShouldBe(Enumerable.Range(0, 100));
        eve.Told("signal").ShouldBeEmpty();
        await eve.LeaveRoom(room);
        (await ada.IsTold("peerLeft")).GetProperty("participantId").GetString().ShouldBe(eve.ParticipantId);

        var caller = RunningLiveService.User();
        var stage = await one.HasStage();
        var token = await one.HasToken(stage, caller);
        await using var viewer = await two.Connect(caller);
        await viewer.JoinStage(token.Token);
        await one.Ask<RevokeStageToken, StageTokenRevoked>(new RevokeStageToken(stage, token.ParticipantId, caller));
        await viewer.Closed.WaitAsync(TimeSpan.FromSeconds(5));
        viewer.Told("revoked").ShouldHaveSingleItem();
    }

    private async Task WhoseInstanceStopsGoesOnAtTheOther()
    {
        var room = await one.HasRoom();
        await using var ada = await one.HasPeer(room);
        var caller = RunningLiveService.User();
        var token = await one.RoomToken(room, caller);
        await using var bob = await two.Connect(caller);
        await bob.JoinRoom(room, token);
        await ada.IsTold("peerJoined");
        await two.StopAsync();
        await bob.Closed.WaitAsync(TimeSpan.FromSeconds(10));

        await using var again = await one.Connect(caller);
        await again.JoinRoom(room, token, bob.ParticipantId);

        again.ParticipantId.ShouldBe(bob.ParticipantId);
        await ada.Signal(room, again, "offer", "1");
        await again.IsTold("signal");
        ada.Told("peerLeft").ShouldBeEmpty();
        ada.Told("peerJoined").Count.ShouldBe(1);
    }
}
