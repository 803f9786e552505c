using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>What a connection may call; docs/live.md has the shapes. A refusal is a HubException that begins with a code and a colon, and by <see cref="LiveProtocol"/> it reaches the caller as it is.</summary>
[Authorize]
internal sealed class LiveHub(HubConnections connections, HubRooms rooms, HubStages stages) : Hub
{
    private HubConnection Connection => connections[Context.ConnectionId];

    public override Task OnConnectedAsync()
    {
        connections.Add(Context);
        return Task.CompletedTask;
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (connections.Remove(Context.ConnectionId) is { } connection)
        {
            await rooms.Lose(connection);
            await stages.Lose(connection);
        }
    }

    /// <param name="participantId">As whom the caller was in the room before; else null, or left out.</param>
    public Task<Wire> JoinRoom(string roomId, string roomToken, string? participantId) => rooms.Join(Connection, roomId, roomToken, participantId);

    public Task LeaveRoom(string roomId) => rooms.Leave(Connection, roomId);

    public Task Signal(string roomId, string toParticipantId, string kind, Wire payload) => rooms.Signal(Connection, roomId, toParticipantId, kind, payload);

    public Task<Wire> JoinStage(string stageToken) => stages.Join(Connection, stageToken);

    public Task<Wire> LeaveStage(string stageId) => stages.Leave(Connection, stageId);
}
