using System.Text.Json;
using Bench.Measures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Bench.Load;

/// <summary>Somebody at a hub who sends signals to the one beside him.</summary>
internal abstract class Talker : IAsyncDisposable
{
    /// <summary>About as long as a candidate for a connection is.</summary>
    private static readonly string Filler = new('x', 200);

    protected Talker(Uri hub, string? token, Func<Latencies> arrived)
    {
        Hub = new HubConnectionBuilder().WithUrl(hub, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.AccessTokenProvider = () => Task.FromResult(token);
        }).Build();
        Hub.On<JsonElement>("signal", told => arrived().AddSince(told.GetProperty("payload").GetProperty("sent").GetInt64()));
    }

    /// <summary>By which others reach him; once he has joined.</summary>
    public string Id { get; private set; } = "";

    /// <summary>To whom he sends.</summary>
    public Talker Beside { get; set; } = null!;

    protected HubConnection Hub { get; }

    public Task Connect(CancellationToken cancellationToken) => Hub.StartAsync(cancellationToken);

    public async Task Join() => Id = await Enter();

    /// <param name="meant">When it was to be sent, as a time stamp of the stop watch.</param>
    public Task Signal(long meant) => Send(Beside.Id, new { sent = meant, candidate = Filler });

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private protected abstract Task<string> Enter();

    private protected abstract Task Send(string to, object payload);
}

/// <summary>At a hub that only relays.</summary>
internal sealed class BareTalker(Uri hub, Func<Latencies> arrived) : Talker(hub, null, arrived)
{
    private protected override Task<string> Enter() => Hub.InvokeAsync<string>("Enter");

    private protected override Task Send(string to, object payload) => Hub.InvokeAsync("Relay", to, payload);
}

/// <summary>In a room of the platform.</summary>
internal sealed class RoomTalker(Uri hub, Caller caller, string room, string roomToken, Func<Latencies> arrived) : Talker(hub, caller.AccessToken, arrived)
{
    private protected override async Task<string> Enter() =>
        (await Hub.InvokeAsync<JsonElement>("joinRoom", room, roomToken, null)).GetProperty("participantId").GetString()!;

    private protected override Task Send(string to, object payload) => Hub.InvokeAsync("signal", room, to, "candidate", payload);
}
