using Contracts;
using Documents;
using LiveService.Rooms;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>What a connection does in rooms.</summary>
internal sealed class HubRooms(
    IDocumentStore<Room> rooms, RoomTokens tokens, RoomMembers members, IHubContext<LiveHub> hub, TimeProvider time, ILogger<HubRooms> logger)
{
    private const int MostBytes = 64 * 1024;

    private static readonly HashSet<string> Kinds = ["offer", "answer", "candidate", "bye"];

    public async Task<Wire> Join(HubConnection connection, string roomId, string roomToken, string? participantId)
    {
        var (room, participant, refusal) = connection.Joins.TryTake() ? await Join(connection, IdOf(roomId), roomToken, IdOf(participantId)) : (null, null, HubRefusals.RateLimited);
        HubMetrics.CountJoin(refusal?.Code);
        if (room is null || participant is null)
        {
            throw (refusal ?? Refusals.NoRoom).ToException();
        }

        await Enter(new RoomMember(connection, IdOf(room.Id), participant.ParticipantId, room, hub, Forget));
        try
        {
            // What others have saved since was told to who was there already.
            await members.Refresh(IdOf(room.Id), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // He is in, and the next renewal tells it.
        }

        var peers = room.Present.Where(other => other.ParticipantId != participant.ParticipantId).Select(Peer.Of);
        return Wire.Of(new { participantId = participant.ParticipantId, room = room.ToDetails(time.GetUtcNow()), peers });
    }

    public async Task Leave(HubConnection connection, string roomId)
    {
        if (connection.Rooms.TryRemove(IdOf(roomId), out var member))
        {
            members.Remove(member);
            try
            {
                await Change(member.RoomId, room => room.Leave(connection.Id, time.GetUtcNow()));
            }
            catch (Exception)
            {
                await Enter(member);
                throw;
            }
        }
    }

    public async Task Signal(HubConnection connection, string roomId, string toParticipantId, string kind, Wire payload)
    {
        if (!connection.Signals.TryTake())
        {
            throw HubRefusals.RateLimited.ToException();
        }

        if (!Kinds.Contains(kind))
        {
            throw HubRefusals.UnknownKind.ToException();
        }

        if (System.Text.Encoding.UTF8.GetByteCount(payload.Json) > MostBytes)
        {
            throw HubRefusals.TooLarge.ToException();
        }

        var id = IdOf(roomId);
        var room = connection.Rooms.ContainsKey(id) ? await rooms.Get(id.ToString()) : null;
        var route = SignalRoute.Decide(room, connection.Id, IdOf(toParticipantId), time.GetUtcNow());
        if (route.Refusal is not null)
        {
            throw route.Refusal.ToException();
        }

        await hub.Clients.Client(route.ConnectionId!).SendAsync("signal", Wire.Of(new SignalTold(id, route.From, kind, payload)));
        HubMetrics.CountSignal(kind);
    }

    /// <summary>The connection is gone: whose it was stays for a while. What cannot be stored now, the end of the lease brings about.</summary>
    public async Task Lose(HubConnection connection)
    {
        foreach (var member in connection.Rooms.Values)
        {
            Forget(member);
            try
            {
                await Change(member.RoomId, room => room.Lose(connection.Id, time.GetUtcNow()));
            }
            catch (StoreUnavailableException e)
            {
                logger.LogDebug("That a participant of room {RoomId} was lost could not be stored: {Reason}", member.RoomId, e.Message);
            }
        }
    }

    private async Task<(Room? Room, RoomParticipant? Participant, Refused? Refusal)> Join(HubConnection connection, Guid roomId, string roomToken, Guid resumed)
    {
        var pass = await tokens.Read(roomToken, roomId, connection.Caller.UserId);
        var fresh = Guid.NewGuid();
        RoomParticipant? participant = null;
        Refused? refusal = null;
        var room = await Change(
            roomId,
            loaded =>
            {
                (participant, refusal) = !loaded.IsSeenBy(connection.Caller) ? (null, Refusals.NoRoom)
                    : pass is null ? (null, HubRefusals.InvalidRoomToken)
                    : loaded.Join(pass, connection.Id, resumed, fresh, time.GetUtcNow());
                return participant is not null || loaded.Raised.Count > 0;
            });
        return (room, participant, refusal);
    }

    private async Task Enter(RoomMember member)
    {
        member.Connection.Rooms[member.RoomId] = member;
        members.Add(member);
        if (member.Connection.IsGone)
        {
            // It was lost meanwhile, when it was in no room.
            await Lose(member.Connection);
        }
    }

    private void Forget(RoomMember member)
    {
        member.Connection.Rooms.TryRemove(KeyValuePair.Create(member.RoomId, member));
        members.Remove(member);
    }

    /// <summary>Who is in the room here is told at once, elsewhere a moment later.</summary>
    private async Task<Room?> Change(Guid roomId, Func<Room, bool> change)
    {
        var room = await rooms.Change(roomId.ToString(), change);
        if (room is not null)
        {
            members.Tell(room);
        }

        return room;
    }

    /// <summary>What is no id is the id of nothing.</summary>
    private static Guid IdOf(string? text) => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty;
}
