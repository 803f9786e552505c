using Contracts.Rooms;
using LiveService.Rooms;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>
/// A participant whose connection this instance has, and what his client knows of the room. Each later version of the room is
/// compared with that, and the difference told: so nothing is told twice, and nothing that a lost message said is missed for long.
/// </summary>
internal sealed class RoomMember(HubConnection connection, Guid roomId, Guid participantId, Room joined, IHubContext<LiveHub> hub, Action<RoomMember> over)
{
    private readonly Lock gate = new();
    private readonly HashSet<Guid> known = [.. joined.Present.Select(participant => participant.ParticipantId)];
    private Room latest = joined;
    private long toldVersion = joined.Version;
    private bool isTelling;

    public string ConnectionId => connection.Id;

    public HubConnection Connection => connection;

    public Guid RoomId => roomId;

    /// <summary>Returns at once; a client that does not read keeps nobody else waiting.</summary>
    public void Tell(Room room)
    {
        lock (gate)
        {
            latest = room.Version > latest.Version ? room : latest;
            if (isTelling || latest.Version <= toldVersion)
            {
                return;
            }

            isTelling = true;
        }

        _ = TellAll();
    }

    private async Task TellAll()
    {
        while (true)
        {
            Room room;
            lock (gate)
            {
                if (latest.Version <= toldVersion)
                {
                    isTelling = false;
                    return;
                }

                room = latest;
                toldVersion = room.Version;
            }

            try
            {
                await Tell(hub.Clients.Client(connection.Id), room);
            }
            catch (Exception)
            {
                // Who cannot be told comes again, and sees what is.
                connection.Abort();
                return;
            }
        }
    }

    private async Task Tell(IClientProxy client, Room room)
    {
        var self = room.Present.Find(participant => participant.ParticipantId == participantId);
        if (self is null && room.Status == RoomStatus.Active && room.IsSeenBy(connection.Caller))
        {
            // His lease has ended, though his connection stands: the store was away. He comes again.
            over(this);
            connection.Abort();
            return;
        }

        if (self?.ConnectionId != connection.Id)
        {
            // The end for this connection; he may go on with another.
            over(this);
            await client.SendAsync("roomClosed", Wire.Of(new { roomId }));
            return;
        }

        foreach (var left in known.Except(room.Present.Select(participant => participant.ParticipantId)).ToList())
        {
            known.Remove(left);
            await client.SendAsync("peerLeft", Wire.Of(new { roomId, participantId = left }));
        }

        foreach (var peer in room.Present.Where(participant => known.Add(participant.ParticipantId)))
        {
            await client.SendAsync("peerJoined", Wire.Of(new { roomId, participant = Peer.Of(peer) }));
        }
    }
}
