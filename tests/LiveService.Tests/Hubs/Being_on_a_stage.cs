using Contracts;
using Contracts.Stages;
using Testing;

namespace LiveService.Tests.Hubs;

public sealed class Being_on_a_stage : LiveServiceTest
{
    private readonly Caller user = RunningLiveService.User();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_is_that_of_the_routes(bool messagePack)
    {
        var stage = await Service.HasStage();
        var token = (await Service.HasToken(stage, user)).Token;
        await using var client = await Service.Connect(user, messagePack);

        var session = await client.JoinStage(token);

        (session.GetProperty("stageId").GetGuid(), session.GetProperty("userId").GetGuid()).ShouldBe((stage, user.UserId));
        (await Service.Join(stage, token, user)).Reply!.Session.Id.ShouldBe(session.GetProperty("id").GetGuid());
        (await client.LeaveStage(stage)).GetProperty("leftAt").GetString().ShouldNotBeNull();
        (await client.LeaveStage(stage)).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await Service.Sessions(stage, open: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_that_does_not_hold_opens_nothing()
    {
        var stage = await Service.HasStage();
        var others = (await Service.HasToken(stage, RunningLiveService.User())).Token;
        var own = (await Service.HasToken(stage, user)).Token;
        await using var client = await Service.Connect(user);

        (await client.JoinStage(others).Code()).ShouldBe(Codes.InvalidStageToken);
        (await client.JoinStage(await Service.RoomToken(await Service.HasRoom(), user)).Code()).ShouldBe(Codes.InvalidStageToken);
        await Service.Ask<CloseStage, StageDetails>(new CloseStage(stage, Some.Operator()));
        (await client.JoinStage(own).Code()).ShouldBe(Codes.StageClosed);
    }

    [Fact]
    public async Task Whose_token_is_revoked_is_told_and_disconnected_within_2_seconds()
    {
        var stage = await Service.HasStage();
        var issued = await Service.HasToken(stage, user);
        await using var client = await Service.Connect(user);
        await using var other = await Service.Connect();
        await client.JoinStage(issued.Token);

        await Service.Ask<RevokeStageToken, StageTokenRevoked>(new RevokeStageToken(stage, issued.ParticipantId, user));

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(2));
        client.Told("revoked").ShouldHaveSingleItem().GetProperty("stageId").GetGuid().ShouldBe(stage);
        other.Connection.State.ShouldBe(Microsoft.AspNetCore.SignalR.Client.HubConnectionState.Connected);
    }

    [Fact]
    public async Task Everybody_on_a_stage_that_is_closed_is_told_and_disconnected()
    {
        var stage = await Service.HasStage();
        var holders = new List<HubClient>();
        foreach (var caller in new[] { user, RunningLiveService.User() })
        {
            holders.Add(await Service.Connect(caller));
            await holders[^1].JoinStage((await Service.HasToken(stage, caller)).Token);
        }

        await Service.Ask<CloseStage, StageDetails>(new CloseStage(stage, Some.Operator()));

        foreach (var holder in holders)
        {
            await holder.Closed.WaitAsync(TimeSpan.FromSeconds(5));
            holder.Told("stageClosed").ShouldHaveSingleItem();
            await holder.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_change_of_viewers_is_told_to_those_on_the_stage()
    {
        var stage = await Service.HasStage();
        await using var client = await Service.Connect(user);
        await client.JoinStage((await Service.HasToken(stage, user)).Token);
        await client.IsTold("viewers", told => told.GetProperty("viewers").GetInt32() == 1);

        await Service.HasSession(stage, RunningLiveService.User());

        (await client.IsTold("viewers", told => told.GetProperty("viewers").GetInt32() == 2)).GetProperty("stageId").GetGuid().ShouldBe(stage);
        client.Told("viewers").Count.ShouldBe(2, "it is told when it has changed");
    }

    /// <summary>Without a heartbeat.</summary>
    [Fact]
    public async Task A_connection_keeps_its_session_open_and_its_end_does_not()
    {
        var stage = await Service.HasStage();
        var client = await Service.Connect(user);
        var joined = (await client.JoinStage((await Service.HasToken(stage, user)).Token)).GetProperty("lastSeenAt").GetDateTimeOffset();
        await Wait.Until(async () => (await Service.Sessions(stage)).Single().LastSeenAt >= joined.AddSeconds(9), "it to be heard of", TimeSpan.FromSeconds(25));

        await client.DisposeAsync();
        await Wait.Until(() => !Service.Get<LiveService.Hubs.HubConnections>().All.Any(), "the connection to be gone");
        Service.Time.Advance(TimeSpan.FromSeconds(45));

        await Wait.Until(async () => (await Service.Sessions(stage)).Single().LeftAt is not null, "the session to end", TimeSpan.FromSeconds(20));
    }
}
