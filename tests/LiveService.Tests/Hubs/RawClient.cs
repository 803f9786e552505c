using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Contracts;

namespace LiveService.Tests.Hubs;

/// <summary>A client that speaks for itself, and reads when it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket socket = new();

    private RawClient()
    {
    }

    /// <summary>After <see cref="Join"/>.</summary>
    public string ParticipantId { get; private set; } = "";

    public static async Task<RawClient> Connect(RunningLiveService service, Caller caller)
    {
        var client = new RawClient();
        client.socket.Options.SetRequestHeader("Authorization", $"Bearer {await service.SignIn(caller)}");
        await client.socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = Paths.LiveHub }.Uri, CancellationToken.None);
        await client.Send($"{{\"protocol\":\"json\",\"version\":1}}{End}");
        return client;
    }

    public static async Task<RawClient> Join(RunningLiveService service, Guid room)
    {
        var caller = RunningLiveService.User();
        var client = await Connect(service, caller);
        await client.Send($$"""{"type":1,"invocationId":"1","target":"joinRoom","arguments":["{{room}}","{{await service.RoomToken(room, caller)}}",null]}{{End}}""");
        var read = "";
        var buffer = new byte[16 * 1024];
        while (!read.Contains("\"type\":3", StringComparison.Ordinal) || !read.EndsWith(End))
        {
            read += Encoding.UTF8.GetString(buffer, 0, (await client.socket.ReceiveAsync(buffer, CancellationToken.None)).Count);
        }

        var completion = read.Split(End).Single(message => message.Contains("\"type\":3", StringComparison.Ordinal));
        client.ParticipantId = JsonDocument.Parse(completion).RootElement.GetProperty("result").GetProperty("participantId").GetString()!;
        return client;
    }

    public async Task Send(string text)
    {
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // It was closed before all was sent.
        }
    }

    public async Task IsClosed()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        try
        {
            while ((await socket.ReceiveAsync(buffer, patience.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Without a word.
        }
    }

    public void Dispose() => socket.Dispose();
}
