using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LiveService.Viewing;

internal static class SessionMetrics
{
    private static readonly Meter Meter = new("Messaging.Live");

    private static readonly Counter<long> Sessions = Meter.CreateCounter<long>("stage_sessions", description: "Sessions on stages that have ended, by how.");

    private static long viewers;

    static SessionMetrics() => Meter.CreateObservableGauge(
        "stage_viewers", () => Interlocked.Read(ref viewers), description: "Viewers on all stages. Each instance counts those of all instances.");

    public static void CountEnd(SessionEnd end) => Sessions.Add(1, KeyValuePair.Create("end", (object?)(end switch
    {
        SessionEnd.Left => "left",
        SessionEnd.Lapsed => "lapsed",
        SessionEnd.StageClosed => "stage_closed",
        SessionEnd.TokenRevoked => "token_revoked",
        _ => throw new UnreachableException(),
    })));

    public static void ShowViewers(long count) => Interlocked.Exchange(ref viewers, count);
}
