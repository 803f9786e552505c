using System.Diagnostics.Metrics;

namespace AuthService.Sessions;

internal static class SessionMetrics
{
    private static readonly Meter Meter = new("Messaging.Sessions");
    private static readonly Counter<long> Started = Meter.CreateCounter<long>("sessions.started", description: "New tokens that were given, by what for: login or refresh.");
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("sessions.ended", description: "Sessions, or access tokens alone, that were ended before their time.");

    public static void Start(bool isRefresh) => Started.Add(1, KeyValuePair.Create("by", (object?)(isRefresh ? "refresh" : "login")));

    public static void End() => Ended.Add(1);
}
