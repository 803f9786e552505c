using System.Net;
using System.Text.Json;
using Drills.Api;
using Microsoft.AspNetCore.SignalR.Client;

namespace Flow.Tests.Presence;

/// <summary>Somebody in a room, with what he was told of the others.</summary>
internal sealed class Guest(Uri address, ApiClient user, string room) : Attendee(address, user)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> came = [];
    private readonly HashSet<string> left = [];
    private readonly HashSet<string> heard = [];
    private string? token;

    public string Room => room;

    /// <summary>As whom he is there now.</summary>
    public string? ParticipantId { get; private set; }

    /// <summary>As whom he ever was.</summary>
    public HashSet<string> Stays { get; } = [];

    /// <summary>By their ids: from the list at joining, and from what was told since.</summary>
    public IReadOnlyCollection<string> Peers
    {
        get
        {
            lock (gate)
            {
                return [.. came.Except(left)];
            }
        }
    }

    public bool HasHeard(string payload)
    {
        lock (gate)
        {
            return heard.Contains(payload);
        }
    }

    public Task Signal(Guest other, string payload) => Hub.InvokeAsync("signal", room, other.ParticipantId, "candidate", payload);

    protected override void Listen(HubConnection connection)
    {
        lock (gate)
        {
            came.Clear();
            left.Clear();
        }

        connection.On<JsonElement>("peerJoined", told => Add(came, told.GetProperty("participant").GetProperty("participantId").GetString()!));
        connection.On<JsonElement>("peerLeft", told => Add(left, told.GetProperty("participantId").GetString()!));
        connection.On<JsonElement>("signal", told => Add(heard, told.GetProperty("payload").GetString()!));
    }

    protected override async Task Enter(HubConnection connection)
    {
        token ??= (await User.Post($"/rooms/{room}/tokens", new { permissions = new[] { "data" } })).Expect(HttpStatusCode.Created).Text("token");
        var joined = await connection.InvokeAsync<JsonElement>("joinRoom", room, token, ParticipantId);
        ParticipantId = joined.GetProperty("participantId").GetString()!;
        Stays.Add(ParticipantId);
        foreach (var peer in joined.GetProperty("peers").EnumerateArray())
        {
            Add(came, peer.GetProperty("participantId").GetString()!);
        }
    }

    private void Add(HashSet<string> to, string what)
    {
        lock (gate)
        {
            to.Add(what);
        }
    }
}
