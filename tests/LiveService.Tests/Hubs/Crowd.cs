using System.Text.Json;
using Testing;

namespace LiveService.Tests.Hubs;

internal static class Crowd
{
    public static IReadOnlyList<string> PeersIn(JsonElement joined) => [.. joined.GetProperty("peers").EnumerateArray().Select(peer => peer.GetProperty("participantId").GetString()!)];

    /// <summary>From the list at joining and from what was told since: nobody is missing, and nobody is there twice.</summary>
    public static Task EachKnowsTheOthers(IReadOnlyList<HubClient> clients, IEnumerable<IReadOnlyList<string>> lists)
    {
        var all = clients.Select(client => client.ParticipantId).ToList();
        return Task.WhenAll(clients.Zip(lists, async (client, list) =>
        {
            await Wait.Until(() => list.Count + client.Told("peerJoined").Count >= all.Count - 1, "each to be told of the others");
            list.Concat(client.Told("peerJoined").Select(peer => peer.GetProperty("participant").GetProperty("participantId").GetString()!))
                .ShouldBe(all.Where(other => other != client.ParticipantId), ignoreOrder: true);
        }));
    }
}
