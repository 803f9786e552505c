using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Messaging.Client;

/// <summary>
/// A connection to the hub. What is told comes as events, one at a time, in order, from before the answer of a join on. A connection that
/// is lost is made anew (<see cref="Reconnected"/>): join again then, as the same participant within 15 s, and nobody is told.
/// </summary>
public sealed partial class LiveConnection : IAsyncDisposable
{
    private readonly HubConnection hub;

    internal LiveConnection(HubConnection hub)
    {
        this.hub = hub;
        hub.On<PeerJoined>("peerJoined", told => PeerJoined?.Invoke(told));
        hub.On<PeerLeft>("peerLeft", told => PeerLeft?.Invoke(told));
        hub.On<PeerSignal>("signal", told => Signalled?.Invoke(told));
        hub.On<RoomClosed>("roomClosed", told => RoomClosed?.Invoke(told));
        hub.On<StageClosed>("stageClosed", told => StageClosed?.Invoke(told));
        hub.On<StageRevoked>("revoked", told => Revoked?.Invoke(told));
        hub.On<StageViewers>("viewers", told => ViewersChanged?.Invoke(told));
        hub.Reconnected += _ => Raise(() => Reconnected?.Invoke());
        hub.Closed += e => Raise(() => Closed?.Invoke(e));
    }

    public event Action<PeerJoined>? PeerJoined;

    public event Action<PeerLeft>? PeerLeft;

    public event Action<PeerSignal>? Signalled;

    public event Action<RoomClosed>? RoomClosed;

    public event Action<StageClosed>? StageClosed;

    public event Action<StageRevoked>? Revoked;

    public event Action<StageViewers>? ViewersChanged;

    /// <summary>It is a new connection, which is in no room and on no stage.</summary>
    public event Action? Reconnected;

    /// <summary>For good: it is not made anew any more. Null when it was closed here.</summary>
    public event Action<Exception?>? Closed;

    /// <param name="token">Of <see cref="RoomsClient.IssueToken"/>.</param>
    /// <param name="participantId">As whom one was in the room before.</param>
    public Task<RoomJoined> JoinRoom(Guid roomId, string token, Guid? participantId = null, CancellationToken cancellationToken = default) =>
        Call(() => hub.InvokeAsync<RoomJoined>("joinRoom", roomId, token, participantId?.ToString(), cancellationToken));

    public Task LeaveRoom(Guid roomId, CancellationToken cancellationToken = default) =>
        Call(() => hub.InvokeAsync<object?>("leaveRoom", roomId, cancellationToken));

    /// <summary>Tells one peer alone; what one sends him arrives in order.</summary>
    /// <param name="kind">offer, answer, candidate or bye.</param>
    /// <param name="payload">Any JSON, up to 64 KB.</param>
    public Task Signal(Guid roomId, Guid toParticipantId, string kind, object? payload, CancellationToken cancellationToken = default) =>
        Call(() => hub.InvokeAsync<object?>("signal", roomId, toParticipantId, kind, payload, cancellationToken));

    /// <param name="token">Of <see cref="StagesClient.IssueToken"/>. The session lasts as long as this connection.</param>
    public Task<StageSession> JoinStage(string token, CancellationToken cancellationToken = default) =>
        Call(() => hub.InvokeAsync<StageSession>("joinStage", token, cancellationToken));

    /// <returns>Null when this connection has no session there.</returns>
    public Task<StageSession?> LeaveStage(Guid stageId, CancellationToken cancellationToken = default) =>
        Call(() => hub.InvokeAsync<StageSession?>("leaveStage", stageId, cancellationToken));

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    /// <summary>A refusal is <c>CODE: sentence</c>.</summary>
    private static async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (HubException e) when (Refusal().Match(e.Message) is { Success: true } refusal)
        {
            throw new MessagingException(refusal.Groups["code"].Value, refusal.Groups["sentence"].Value);
        }
    }

    [GeneratedRegex(@"^(?<code>[A-Z_]+): (?<sentence>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Refusal();

    private static Task Raise(Action raise)
    {
        raise();
        return Task.CompletedTask;
    }
}
