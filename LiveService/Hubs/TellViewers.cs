using LiveService.Viewing;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>Tells those on a stage how many viewers it has, when that has changed.</summary>
internal sealed class TellViewers(HubConnections connections, StageAudience audience, IHubContext<LiveHub> hub, TimeProvider time, ILogger<TellViewers> logger)
    : Repeated(TimeSpan.FromSeconds(2), time, logger)
{
    protected override Task Do(CancellationToken cancellationToken) => Each(
        connections.All.SelectMany(connection => connection.Stages.Values, (connection, member) => (connection, member)).GroupBy(held => held.member.StageId),
        async (stage, token) =>
        {
            var viewers = await audience.ViewersOf(stage.Key);
            foreach (var (connection, member) in stage.Where(held => held.member.ToldViewers != viewers))
            {
                member.ToldViewers = viewers;

                // A client that does not read keeps nobody else waiting: it is cut off.
                _ = hub.Clients.Client(connection.Id).SendAsync("viewers", Wire.Of(new { stageId = stage.Key, viewers }), token);
            }
        },
        cancellationToken);
}
