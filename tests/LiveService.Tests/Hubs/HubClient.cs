using System.Collections.Concurrent;
using System.Text.Json;
using LiveService.Hubs;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace LiveService.Tests.Hubs;

/// <summary>A browser's side of the hub: calls, and keeps what it is told in the order in which it came.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private static readonly string[] Words = ["peerJoined", "peerLeft", "signal", "roomClosed", "stageClosed", "revoked", "viewers"];

    private readonly ConcurrentQueue<(string Word, JsonElement What)> told = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubClient(Uri address, string token, bool messagePack)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "/live/hub"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.AccessTokenProvider = () => Task.FromResult<string?>(token);
        });
        Connection = (messagePack ? builder.AddMessagePackProtocol(options => options.SerializerOptions = WireMessagePack.Options) : builder).Build();
        Connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var word in Words)
        {
            Connection.On<Wire>(word, what => told.Enqueue((word, Parse(what))));
        }
    }

    public Microsoft.AspNetCore.SignalR.Client.HubConnection Connection { get; }

    public Task Closed => closed.Task;

    /// <summary>In the last room that was joined.</summary>
    public string ParticipantId { get; private set; } = "";

    public static async Task<HubClient> Connect(Uri address, string token, bool messagePack = false)
    {
        var client = new HubClient(address, token, messagePack);
        await client.Connection.StartAsync();
        return client;
    }

    public IReadOnlyList<JsonElement> Told(string word) => [.. told.Where(item => item.Word == word).Select(item => item.What)];

    public async Task<JsonElement> IsTold(string word, Func<JsonElement, bool>? match = null)
    {
        JsonElement? found = null;
        await Wait.Until(() => (found = told.Where(item => item.Word == word && match?.Invoke(item.What) != false).Select(item => (JsonElement?)item.What).FirstOrDefault()) is not null, $"{word} to be told");
        return found!.Value;
    }

    public async Task<JsonElement> JoinRoom(Guid room, string token, string? participantId = null)
    {
        var joined = Parse(await Connection.InvokeAsync<Wire>("joinRoom", room.ToString(), token, participantId));
        ParticipantId = joined.GetProperty("participantId").GetString()!;
        return joined;
    }

    public Task LeaveRoom(Guid room) => Connection.InvokeAsync("leaveRoom", room.ToString());

    public Task Signal(Guid room, HubClient to, string kind, string json) => Signal(room, to.ParticipantId, kind, json);

    public Task Signal(Guid room, string to, string kind, string json) => Connection.InvokeAsync("signal", room.ToString(), to, kind, new Wire(json));

    public async Task<JsonElement> JoinStage(string token) => Parse(await Connection.InvokeAsync<Wire>("joinStage", token));

    public async Task<JsonElement> LeaveStage(Guid stage) => Parse(await Connection.InvokeAsync<Wire>("leaveStage", stage.ToString()));

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static JsonElement Parse(Wire wire) => JsonDocument.Parse(wire.Json).RootElement;
}

internal static class HubCalls
{
    /// <summary>The code with which a call is refused: its error begins with it.</summary>
    public static async Task<string> Code(this Task call)
    {
        var refused = await Should.ThrowAsync<HubException>(call);
        return refused.Message.Split(':')[0];
    }
}
