using System.Text.Json;
using Contracts;
using Contracts.Rooms;
using Testing;

namespace LiveService.Tests.Hubs;

public sealed class Talking_in_a_room : LiveServiceTest
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Two_see_each_other_and_what_one_sends_reaches_the_other_as_it_was(bool adaPacks, bool bobPacks)
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room, adaPacks, "Ada");
        var caller = RunningLiveService.User();
        await using var bob = await Service.Connect(caller, bobPacks);

        var joined = await bob.JoinRoom(room, await Service.RoomToken(room, caller, "Bob"));

        joined.EnumerateObject().Select(member => member.Name).ShouldBe(["participantId", "room", "peers"]);
        joined.GetProperty("room").GetProperty("status").GetString().ShouldBe("ACTIVE");
        joined.GetProperty("room").GetProperty("present").GetInt32().ShouldBe(2);
        var peer = joined.GetProperty("peers").EnumerateArray().ShouldHaveSingleItem();
        (peer.GetProperty("participantId").GetString(), peer.GetProperty("name").GetString(), peer.GetProperty("permissions").GetRawText())
            .ShouldBe((ada.ParticipantId, "Ada", """["audio","data"]"""));
        var told = (await ada.IsTold("peerJoined")).GetProperty("participant");
        (told.GetProperty("participantId").GetString(), told.GetProperty("userId").GetGuid(), told.GetProperty("name").GetString()).ShouldBe((bob.ParticipantId, caller.UserId, "Bob"));

        const string Payload = """{"sdp":"v=0 \u00e4","nothing":null,"list":[1,-2.5,true,{"x":"y"}]}""";
        await ada.Signal(room, bob, "offer", Payload);
        var signal = await bob.IsTold("signal");
        signal.EnumerateObject().Select(member => member.Name).ShouldBe(["roomId", "from", "kind", "payload"]);
        (signal.GetProperty("roomId").GetGuid(), signal.GetProperty("from").GetString(), signal.GetProperty("kind").GetString()).ShouldBe((room, ada.ParticipantId, "offer"));
        JsonElement.DeepEquals(signal.GetProperty("payload"), JsonDocument.Parse(Payload).RootElement).ShouldBeTrue(signal.GetRawText());

        await bob.LeaveRoom(room);
        await bob.LeaveRoom(room);
        (await ada.IsTold("peerLeft")).GetProperty("participantId").GetString().ShouldBe(bob.ParticipantId);
        ada.Told("signal").ShouldBeEmpty();
    }

    [Fact]
    public async Task Signals_come_in_order_to_one_peer_only()
    {
        var (room, elsewhere) = (await Service.HasRoom(), await Service.HasRoom());
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room, messagePack: true);
        await using var eve = await Service.HasPeer(room);
        await using var stranger = await Service.HasPeer(elsewhere);

        for (var i = 0; i < 150; i++)
        {
            await ada.Signal(room, bob, "candidate", $"{i}");
        }

        await Wait.Until(() => bob.Told("signal").Count == 150, "every signal");
        bob.Told("signal").Select(signal => signal.GetProperty("payload").GetInt32()).ShouldBe(Enumerable.Range(0, 150));
        (await ada.Signal(room, stranger, "offer", "1").Code()).ShouldBe(Codes.NoSuchPeer);
        (await ada.Signal(elsewhere, stranger, "offer", "1").Code()).ShouldBe(Codes.NotInRoom);
        eve.Told("signal").ShouldBeEmpty();
        stranger.Told("signal").ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_comes_again_within_15_seconds_is_the_same_and_nobody_is_told()
    {
        var room = await Service.HasRoom(capacity: 2);
        await using var ada = await Service.HasPeer(room);
        var caller = RunningLiveService.User();
        var token = await Service.RoomToken(room, caller);
        var first = await Service.Connect(caller);
        await first.JoinRoom(room, token);
        await ada.IsTold("peerJoined");
        await first.DisposeAsync();
        await Wait.Until(async () => await ada.Signal(room, first, "offer", "1").ContinueWith(call => call.IsFaulted, TaskScheduler.Default), "the loss to be noticed");

        await using var again = await Service.Connect(caller);
        var joined = await again.JoinRoom(room, token, first.ParticipantId);

        again.ParticipantId.ShouldBe(first.ParticipantId);
        joined.GetProperty("peers").GetArrayLength().ShouldBe(1);
        await ada.Signal(room, again, "offer", "2");
        (await again.IsTold("signal")).GetProperty("payload").GetInt32().ShouldBe(2);
        ada.Told("peerLeft").ShouldBeEmpty();
        ada.Told("peerJoined").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whose_other_connection_takes_his_place_is_told_of_his_end_and_nobody_else_is_told()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        var caller = RunningLiveService.User();
        var (access, token) = (await Service.SignIn(caller), await Service.RoomToken(room, caller));
        await using var first = await HubClient.Connect(Service.Address, access);
        await first.JoinRoom(room, token);
        await ada.IsTold("peerJoined");
        await using var second = await HubClient.Connect(Service.Address, access);

        await second.JoinRoom(room, token, first.ParticipantId);

        second.ParticipantId.ShouldBe(first.ParticipantId);
        (await first.IsTold("roomClosed")).GetProperty("roomId").GetGuid().ShouldBe(room);
        ada.Told("peerLeft").ShouldBeEmpty();
        ada.Told("peerJoined").Count.ShouldBe(1);
        second.Told("roomClosed").ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_does_not_come_again_has_left()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        var bob = await Service.HasPeer(room);
        await ada.IsTold("peerJoined");
        await bob.DisposeAsync();
        await Wait.Until(async () => await ada.Signal(room, bob, "offer", "1").ContinueWith(call => call.IsFaulted, TaskScheduler.Default), "the loss to be noticed");

        Service.Time.Advance(TimeSpan.FromSeconds(15));

        (await ada.IsTold("peerLeft")).GetProperty("participantId").GetString().ShouldBe(bob.ParticipantId);
    }

    /// <summary>Its lease is renewed each 10 s.</summary>
    [Fact]
    public async Task A_connection_that_stands_keeps_its_place()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        var rooms = Service.Store<LiveService.Rooms.Room>();
        var before = (await rooms.Get(room.ToString()))!.Present[0].LapsesAt;

        await Wait.Until(async () => (await rooms.Get(room.ToString()))!.Present.Single().LapsesAt > before.AddSeconds(9), "the lease to be renewed", TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Everybody_is_told_of_the_end()
    {
        var owner = RunningLiveService.User();
        var room = await Service.HasRoom(owner);
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);

        await Service.Ask<CloseRoom, RoomDetails>(new CloseRoom(room, owner));

        foreach (var client in new[] { ada, bob })
        {
            (await client.IsTold("roomClosed")).GetProperty("roomId").GetGuid().ShouldBe(room);
            client.Told("peerLeft").ShouldBeEmpty();
        }

        (await ada.Signal(room, bob, "bye", "null").Code()).ShouldBe(Codes.NotInRoom);
    }

    [Fact]
    public async Task Who_may_not_come_in_is_told_why()
    {
        var owner = RunningLiveService.User();
        var caller = RunningLiveService.User();
        var room = await Service.HasRoom(owner, capacity: 2);
        var hidden = await Service.HasRoom(owner, access: RoomAccess.Invited);
        var closed = await Service.HasRoom(owner);
        var (token, closedToken, hiddenToken) = (await Service.RoomToken(room, caller), await Service.RoomToken(closed, caller), await Service.RoomToken(hidden, owner));
        await Service.Ask<CloseRoom, RoomDetails>(new CloseRoom(closed, owner));
        var stage = await Service.HasStage();
        var stageToken = (await Service.HasToken(stage, caller)).Token;
        await using var client = await Service.Connect(caller);

        (await client.JoinRoom(Guid.NewGuid(), token).Code()).ShouldBe(Codes.NotFound);
        (await client.JoinRoom(hidden, hiddenToken).Code()).ShouldBe(Codes.NotFound);
        (await client.JoinRoom(closed, closedToken).Code()).ShouldBe(Codes.RoomClosed);
        foreach (var wrong in new[] { "", "x", closedToken, stageToken, await Service.RoomToken(room, owner), await Service.SignIn(owner) })
        {
            (await client.JoinRoom(room, wrong).Code()).ShouldBe(Codes.InvalidRoomToken);
        }

        await using var first = await Service.HasPeer(room);
        await using var second = await Service.HasPeer(room);
        (await client.JoinRoom(room, token).Code()).ShouldBe(Codes.RoomFull);
    }

    [Fact]
    public async Task Bad_input_is_refused_with_a_code_and_the_connection_goes_on()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);

        (await ada.Signal(room, bob, "shout", "1").Code()).ShouldBe(Codes.UnknownKind);
        (await ada.Signal(room, bob, "offer", $"\"{new string('x', 65 * 1024)}\"").Code()).ShouldBe(Codes.TooLarge);
        (await ada.Signal(room, "not an id", "offer", "1").Code()).ShouldBe(Codes.NoSuchPeer);

        await ada.Signal(room, bob, "offer", $"\"{new string('x', (64 * 1024) - 2)}\"");
        (await bob.IsTold("signal")).GetProperty("payload").GetString()!.Length.ShouldBe((64 * 1024) - 2);
    }

    [Fact]
    public async Task A_message_that_is_much_too_large_ends_its_connection_and_no_other()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);
        await using var eve = await Service.HasPeer(room);

        _ = ada.Signal(room, bob, "offer", $"\"{new string('x', 300 * 1024)}\"").ContinueWith(call => call.Exception, TaskScheduler.Default);

        await ada.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        await eve.Signal(room, bob, "offer", "1");
        await bob.IsTold("signal");
    }

    [Fact]
    public async Task More_than_200_signals_in_10_seconds_are_refused_and_others_go_on()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);
        await using var eve = await Service.HasPeer(room);

        var codes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => ada.Signal(room, bob, "candidate", $"{i}")
            .ContinueWith(call => call.IsFaulted ? call.Exception!.InnerException!.Message : "", TaskScheduler.Default)));

        codes.Count(code => code == "").ShouldBe(200);
        codes.Where(code => code != "").ShouldAllBe(code => code.StartsWith($"{Codes.RateLimited}: ", StringComparison.Ordinal));
        await eve.Signal(room, bob, "offer", "\"from eve\"");
        await bob.IsTold("signal", signal => signal.GetProperty("payload").ValueKind == JsonValueKind.String);
        bob.Told("signal").Count.ShouldBe(201);
        Service.Time.Advance(TimeSpan.FromSeconds(10));
        await ada.Signal(room, bob, "candidate", "1000");
    }

    [Fact]
    public async Task Of_64_who_come_at_once_as_many_come_in_as_there_are_places_and_each_list_is_true()
    {
        var room = await Service.HasRoom(capacity: 10);
        var callers = Enumerable.Range(0, 64).Select(_ => RunningLiveService.User()).ToList();
        var clients = await Task.WhenAll(callers.Select(caller => Service.Connect(caller)));
        var tokens = await Task.WhenAll(callers.Select(caller => Service.RoomToken(room, caller)));

        var joins = await Task.WhenAll(clients.Zip(tokens, (client, token) => client.JoinRoom(room, token)
            .ContinueWith(join => join.IsFaulted ? (Code: join.Exception!.InnerException!.Message, Peers: []) : (Code: "", Peers: Crowd.PeersIn(join.Result)), TaskScheduler.Default)));

        joins.Count(join => join.Code == "").ShouldBe(10);
        joins.Where(join => join.Code != "").ShouldAllBe(join => join.Code.StartsWith($"{Codes.RoomFull}: ", StringComparison.Ordinal));
        await Crowd.EachKnowsTheOthers([.. clients.Where(client => client.ParticipantId != "")], joins.Where(join => join.Code == "").Select(join => join.Peers));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }
}
