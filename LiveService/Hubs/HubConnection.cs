using System.Collections.Concurrent;
using Contracts;
using Http.Tokens;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>A connection that this instance has, and what it is in.</summary>
internal sealed class HubConnection(HubCallerContext context, Caller caller, CallerSession session, TimeProvider time)
{
    private readonly long openedAt = time.GetTimestamp();

    public string Id => context.ConnectionId;

    public Caller Caller => caller;

    public CallerSession Session => session;

    public bool IsGone => context.ConnectionAborted.IsCancellationRequested;

    public TimeSpan Age => time.GetElapsedTime(openedAt);

    public Allowance Joins { get; } = new(30, time);

    public Allowance Signals { get; } = new(200, time);

    public ConcurrentDictionary<Guid, RoomMember> Rooms { get; } = new();

    public ConcurrentDictionary<Guid, StageMember> Stages { get; } = new();

    public void Abort() => context.Abort();
}
