using Contracts;
using LiveService.Rooms;
using Microsoft.AspNetCore.SignalR.Client;
using Testing;

namespace LiveService.Tests.Hubs;

/// <summary>What the hub's clients see of it, and that nobody loses his place.</summary>
public sealed class When_the_store_is_away : LiveServiceTest
{
    private StoreOutage Outage => Service.Get<StoreOutage>();

    [Fact]
    public async Task Who_could_not_leave_a_room_leaves_it_when_he_says_so_again()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);

        Outage.IsOn = true;
        (await ada.LeaveRoom(room).Code()).ShouldBe(Codes.ServiceUnavailable);
        Outage.IsOn = false;
        await ada.LeaveRoom(room);

        (await Service.Store<Room>().Get(room.ToString()))!.Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_could_not_leave_a_stage_leaves_it_when_he_says_so_again()
    {
        var caller = RunningLiveService.User();
        var stage = await Service.HasStage();
        await using var client = await Service.Connect(caller);
        await client.JoinStage((await Service.HasToken(stage, caller)).Token);

        Outage.IsOn = true;
        (await client.LeaveStage(stage).Code()).ShouldBe(Codes.ServiceUnavailable);
        Outage.IsOn = false;
        await client.LeaveStage(stage);

        (await Service.Sessions(stage, open: true)).ShouldBeEmpty();
    }

    /// <summary>Else he would hold a place of which he does not know.</summary>
    [Fact]
    public async Task Who_has_come_in_is_told_so_though_it_goes_away_then()
    {
        var room = await Service.HasRoom();
        var caller = RunningLiveService.User();
        await using var client = await Service.Connect(caller);
        var token = await Service.RoomToken(room, caller);

        Outage.FollowsTheNextWrite();
        await client.JoinRoom(room, token);

        Outage.IsOn.ShouldBeTrue();
        client.ParticipantId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Whose_connection_stands_keeps_his_place_however_long_it_was()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);

        Outage.IsOn = true;
        var before = Outage.Refused;
        await Wait.Until(() => Outage.Refused > before + 10, "every sweep to find the store away", TimeSpan.FromSeconds(20));
        Service.Time.Advance(RoomParticipant.Lease * 2);
        Outage.IsOn = false;

        var rooms = Service.Store<Room>();
        await Wait.Until(
            async () => (await rooms.Get(room.ToString()))!.Present.Count(participant => participant.LapsesAt > Service.Time.GetUtcNow()) == 2,
            "both to be heard of", TimeSpan.FromSeconds(30));
        await ada.Signal(room, bob, "offer", "1");
        await bob.IsTold("signal");
        ada.Told("peerLeft").ShouldBeEmpty();
        ada.Told("roomClosed").ShouldBeEmpty();
    }

    [Fact]
    public async Task Whose_place_has_ended_is_disconnected_to_come_again_and_the_room_is_not_closed_to_him()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);

        await Documents.DocumentStoreExtensions.Change(Service.Store<Room>(), room.ToString(), stored => stored.Lapse(Service.Time.GetUtcNow() + RoomParticipant.Lease));

        await ada.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        ada.Told("roomClosed").ShouldBeEmpty();
    }

    /// <summary>Or was ended by a route.</summary>
    [Fact]
    public async Task Whose_session_on_a_stage_has_ended_is_disconnected_to_come_again()
    {
        var caller = RunningLiveService.User();
        var stage = await Service.HasStage();
        await using var client = await Service.Connect(caller);
        await using var other = await Service.Connect();
        var session = (await client.JoinStage((await Service.HasToken(stage, caller)).Token)).GetProperty("id").GetGuid();

        await Service.Ask<Contracts.Viewing.LeaveStage, Contracts.Viewing.StageSessionDetails>(new(stage, session, caller));

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        other.Connection.State.ShouldBe(HubConnectionState.Connected);
    }
}
