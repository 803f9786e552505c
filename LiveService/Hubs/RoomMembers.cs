using Documents;
using LiveService.Rooms;

namespace LiveService.Hubs;

/// <summary>The participants of this instance by room, who are told of what changes there, wherever it was changed.</summary>
internal sealed class RoomMembers(IDocumentStore<Room> rooms)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Dictionary<string, RoomMember>> byRoom = [];

    /// <summary>Each room with the connections that are in it.</summary>
    public IReadOnlyList<(Guid RoomId, IReadOnlyCollection<string> Connections)> All
    {
        get
        {
            lock (gate)
            {
                return [.. byRoom.Select(room => (room.Key, (IReadOnlyCollection<string>)[.. room.Value.Keys]))];
            }
        }
    }

    public void Add(RoomMember member)
    {
        lock (gate)
        {
            if (!byRoom.TryGetValue(member.RoomId, out var members))
            {
                byRoom[member.RoomId] = members = [];
            }

            members[member.ConnectionId] = member;
        }
    }

    public void Remove(RoomMember member)
    {
        lock (gate)
        {
            if (byRoom.TryGetValue(member.RoomId, out var members) && members.GetValueOrDefault(member.ConnectionId) == member)
            {
                members.Remove(member.ConnectionId);
                if (members.Count == 0)
                {
                    byRoom.Remove(member.RoomId);
                }
            }
        }
    }

    public void Tell(Room room)
    {
        foreach (var member in Of(Guid.Parse(room.Id)))
        {
            member.Tell(room);
        }
    }

    /// <summary>Tells what the room is now, if anybody of this instance is in it.</summary>
    public async Task Refresh(Guid roomId, CancellationToken cancellationToken)
    {
        if (Of(roomId).Count > 0 && await rooms.Get(roomId.ToString(), cancellationToken) is { } room)
        {
            Tell(room);
        }
    }

    private List<RoomMember> Of(Guid roomId)
    {
        lock (gate)
        {
            return byRoom.TryGetValue(roomId, out var members) ? [.. members.Values] : [];
        }
    }
}
