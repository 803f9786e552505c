using Documents;
using LiveService.Rooms;

namespace LiveService.Hubs;

/// <summary>Says that the participants and viewers whose connections stand here are still there; three times within a lease.</summary>
internal sealed class RenewLeases(
    IDocumentStore<Room> rooms, RoomMembers members, HubConnections connections, HubStages stages, TimeProvider time, ILogger<RenewLeases> logger)
    : Repeated(RoomParticipant.Lease / 3, time, logger)
{
    private readonly TimeProvider clock = time;

    protected override async Task Do(CancellationToken cancellationToken)
    {
        await Each(members.All, Renew, cancellationToken);
        await Each(
            connections.All.SelectMany(connection => connection.Stages.Values, (connection, member) => (connection, member)),
            (held, token) => stages.Hear(held.connection, held.member, token),
            cancellationToken);
    }

    /// <summary>What messages were lost of is told by this.</summary>
    private async Task Renew((Guid RoomId, IReadOnlyCollection<string> Connections) held, CancellationToken cancellationToken)
    {
        if (await rooms.Change(held.RoomId.ToString(), room => room.Hear(held.Connections, clock.GetUtcNow()), cancellationToken) is { } room)
        {
            members.Tell(room);
        }
    }
}
