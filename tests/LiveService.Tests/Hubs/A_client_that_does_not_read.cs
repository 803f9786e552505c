using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
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
        using var socket = new ClientWebSocket();
        var silent = await Join(socket, room);
        var big = $"\"{new string('x', 60 * 1024)}\"";

        // 10 MB are more than what lies between takes.
        var flood = Task.WhenAll(Enumerable.Range(0, 180).Select(_ => ada.Signal(room, silent, "candidate", big).ContinueWith(call => call.Exception, TaskScheduler.Default)));
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

    /// <summary>By hand: SignalR's own client always reads.</summary>
    private async Task<string> Join(ClientWebSocket socket, Guid room)
    {
        var caller = RunningLiveService.User();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {await Service.SignIn(caller)}");
        await socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = Contracts.Paths.LiveHub }.Uri, CancellationToken.None);
        await Send("""{"protocol":"json","version":1}""");
        await Send($$"""{"type":1,"invocationId":"1","target":"joinRoom","arguments":["{{room}}","{{await Service.RoomToken(room, caller)}}",null]}""");
        var read = "";
        var buffer = new byte[16 * 1024];
        while (!read.Contains("\"type\":3", StringComparison.Ordinal))
        {
            read += Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, CancellationToken.None)).Count);
        }

        var completion = read.Split('\u001e').Single(message => message.Contains("\"type\":3", StringComparison.Ordinal));
        return JsonDocument.Parse(completion).RootElement.GetProperty("result").GetProperty("participantId").GetString()!;

        Task Send(string message) => socket.SendAsync(Encoding.UTF8.GetBytes($"{message}\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
    }
}
