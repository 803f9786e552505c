using System.Diagnostics;
using LiveService.Hubs;
using Testing;

namespace LiveService.Tests.Hubs;

/// <summary>All at once, as much as they can; by hand, as SignalR's own client does none of it. Alone, as it looks at this process' memory.</summary>
[Collection(Alone)]
public sealed class When_clients_misbehave : LiveServiceTest
{
    public const string Alone = "Alone";

    /// <summary>Of each kind.</summary>
    private const int Many = 20;

    /// <summary>Of 10 clients that do not read, each is sent 10 MB: a hub that kept what they leave would have 100.</summary>
    private const long Level = 12 * 1024 * 1024;

    /// <summary>While they stand, with what those who send to them keep on their side.</summary>
    private const long Peak = 64 * 1024 * 1024;

    private readonly string big = $"\"{new string('x', 60 * 1024)}\"";

    private IEnumerable<HubConnection> Connections => Service.Get<HubConnections>().All;

    [Fact]
    public async Task They_get_nowhere_and_others_lose_nothing_and_memory_is_as_before()
    {
        var room = await Service.HasRoom();
        await using var ada = await Service.HasPeer(room);
        await using var bob = await Service.HasPeer(room);
        await Misbehave();
        await NobodyElseIsThere();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var misbehaving = Misbehave();
        for (var i = 0; i < 100; i++)
        {
            await ada.Signal(room, bob, "candidate", $"{i}");
        }

        await misbehaving;

        await Wait.Until(() => bob.Told("signal").Count == 100, "every signal of the others");
        bob.Told("signal").Select(signal => signal.GetProperty("payload").GetInt32()).ShouldBe(Enumerable.Range(0, 100));
        await NobodyElseIsThere();
        var held = 0L;
        await Wait.Until(
            () => Task.FromResult((held = GC.GetTotalMemory(forceFullCollection: true) - before) < Level),
            () => $"memory to be as before, and not {held >> 20} MB more",
            TimeSpan.FromSeconds(20));
    }

    private Task NobodyElseIsThere() => Wait.Until(() => Connections.Count() == 2, "the others to be cut off", TimeSpan.FromSeconds(30));

    private async Task Misbehave()
    {
        var room = await Service.HasRoom(capacity: 50);
        await Task.WhenAll(
            Flood(room),
            LeaveUnread(room),
            Each("{\"type\":1,\"target\":\u001e"),
            Each("no message at all\u001e"),
            Each($"{{\"type\":1,\"target\":\"signal\",\"arguments\":[{string.Join(',', Enumerable.Repeat(big, 3))}]}}\u001e"),
            Each(new string('x', 200 * 1024)));
    }

    /// <summary>A thousand signals as fast as they go: 200 of them pass in any 10 s, and the others are told why they do not.</summary>
    private async Task Flood(Guid room)
    {
        await using var from = await Service.HasPeer(room);
        await using var to = await Service.HasPeer(room);

        var watch = Stopwatch.StartNew();
        var calls = Enumerable.Range(0, 1000).Select(i => from.Signal(room, to, "candidate", $"{i}")).ToList();
        await Task.WhenAll(calls).ContinueWith(all => all.Exception, TaskScheduler.Default);
        var windows = 1 + (int)(watch.Elapsed / TimeSpan.FromSeconds(10));

        calls.Count(call => call.IsCompletedSuccessfully).ShouldBeInRange(200, 200 * windows);
        foreach (var refused in calls.Where(call => !call.IsCompletedSuccessfully))
        {
            (await refused.Code()).ShouldBe("RATE_LIMITED");
        }
    }

    /// <summary>Who never reads is sent ten megabytes: the hub cuts him off. His own end stands until then.</summary>
    private async Task LeaveUnread(Guid room)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var silent = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RawClient.Join(Service, room)));
        var sent = Task.WhenAll(silent.Select(async client =>
        {
            await using var from = await Service.HasPeer(room);
            await Task.WhenAll(Enumerable.Range(0, 180).Select(_ => from.Signal(room, client.ParticipantId, "candidate", big).ContinueWith(call => call.Exception, TaskScheduler.Default)));
        }));
        var peak = 0L;
        await Wait.Until(
            () =>
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
                return !Connections.Any(connection => silent.Any(client => client.UserId == connection.Caller.UserId));
            },
            "those who never read to be cut off");
        await sent;
        peak.ShouldBeLessThan(Peak);
        foreach (var client in silent)
        {
            client.Dispose();
        }
    }

    /// <summary>The message ends the connection.</summary>
    private Task Each(string message) => Task.WhenAll(Enumerable.Range(0, Many).Select(async _ =>
    {
        using var client = await RawClient.Connect(Service, RunningLiveService.User());
        await client.Send(message);
        await client.IsClosed();
    }));
}

[CollectionDefinition(When_clients_misbehave.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
