using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Contracts;

namespace LiveService.Tests.Hubs;

/// <summary>A client that speaks for itself, and reads when it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private const char End = '\u001e';

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket socket = new();
    private readonly Caller self;

    private RawClient(Caller self)
    {
        this.self = self;
    }

    public Guid UserId => self.UserId;

    /// <summary>After <see cref="Join"/>.</summary>
    public string ParticipantId { get; private set; } = "";

    public static async Task<RawClient> Connect(RunningLiveService service, Caller caller)
    {
        var client = new RawClient(caller);
        client.socket.Options.SetRequestHeader("Authorization", $"Bearer {await service.SignIn(caller)}");
        await client.socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = Paths.LiveHub }.Uri, CancellationToken.None);
        await client.Send($"{{\"protocol\":\"json\",\"version\":1}}{End}");
        return client;
    }

    public static async Task<RawClient> Join(RunningLiveService service, Guid room)
    {
        var caller = RunningLiveService.User();
        var client = await Connect(service, caller);
        var joined = await client.Call("joinRoom", $"\"{room}\",\"{await service.RoomToken(room, caller)}\",null");
        client.ParticipantId = joined.GetProperty("participantId").GetString()!;
        return client;
    }

    public async Task JoinStage(RunningLiveService service, Guid stage) => await Call("joinStage", $"\"{(await service.HasToken(stage, self)).Token}\"");

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
        var buffer = new byte[4096];
        try
        {
            while ((await Receive(buffer, "the connection to be closed")).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Without a word.
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The result of a call, past what is told before it.</summary>
    private async Task<JsonElement> Call(string target, string arguments)
    {
        await Send($$"""{"type":1,"invocationId":"{{target}}","target":"{{target}}","arguments":[{{arguments}}]}{{End}}""");
        var read = "";
        var buffer = new byte[16 * 1024];
        while (!read.Contains("\"type\":3", StringComparison.Ordinal) || !read.EndsWith(End))
        {
            var received = await Receive(buffer, $"the answer of {target}");
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"The connection was closed instead of an answer of {target}: {read}");
            }

            read += Encoding.UTF8.GetString(buffer, 0, received.Count);
        }

        var completion = read.Split(End).Single(message => message.Contains("\"type\":3", StringComparison.Ordinal));
        return JsonDocument.Parse(completion).RootElement.GetProperty("result");
    }

    private async Task<WebSocketReceiveResult> Receive(byte[] buffer, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await socket.ReceiveAsync(buffer, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Waited {Patience.TotalSeconds:F0} s for {what}", e);
        }
    }
}
