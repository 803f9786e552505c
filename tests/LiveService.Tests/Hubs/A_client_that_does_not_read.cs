using Contracts.Stages;
using LiveService.Hubs;
using Testing;

namespace LiveService.Tests.Hubs;

public sealed class A_client_that_does_not_read : LiveServiceTest
{
    [Fact]
    public async Task Is_cut_off_and_nobody_else_waits_for_it()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);
        await using var eve = await Service.HasPeer(room);
        using var silent = await RawClient.Join(Service, room);
        var big = $"\"{new string('x', 60 * 1024)}\"";

        // 10 MB are more than what lies between takes.
        var flood = Task.WhenAll(Enumerable.Range(0, 180).Select(_ => ada.Signal(room, silent.ParticipantId, "candidate", big).ContinueWith(call => call.Exception, TaskScheduler.Default)));
        for (var i = 0; i < 20; i++)
        {
            await eve.Signal(room, bob, "candidate", $"{i}");
        }

        await Wait.Until(() => bob.Told("signal").Count == 20, "the others' signals", TimeSpan.FromSeconds(3));
        await Wait.Until(() => Service.Get<HubConnections>().All.Count() == 3, "it to be cut off", TimeSpan.FromSeconds(30));
        await flood;
        await ada.Signal(room, bob, "bye", "null");
        await bob.IsTold("signal", signal => signal.GetProperty("kind").GetString() == "bye");
    }

    /// <summary>The hub takes half a second at least to tell it, which others would wait for, one after the other.</summary>
    [Fact]
    public async Task Holds_up_no_end_of_another_stage()
    {
        var silent = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            var client = await RawClient.Connect(Service, RunningLiveService.User());
            var stage = await Service.HasStage();
            await client.JoinStage(Service, stage);
            return (Client: client, Stage: stage);
        }));
        var own = await Service.HasStage();
        var bob = RunningLiveService.User();
        await using var reader = await Service.Connect(bob);
        await reader.JoinStage((await Service.HasToken(own, bob)).Token);

        foreach (var stage in silent.Select(one => one.Stage).Append(own))
        {
            await Service.Ask<CloseStage, StageDetails>(new CloseStage(stage, Some.Operator()));
        }

        await Wait.Until(() => reader.Told("stageClosed").Count == 1, "the last end to be told", TimeSpan.FromSeconds(3));
        await Wait.Until(() => !Service.Get<HubConnections>().All.Any(), "everybody to be cut off");
        foreach (var (client, _) in silent)
        {
            client.Dispose();
        }
    }
}
