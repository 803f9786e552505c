using System.Diagnostics.Metrics;

namespace LiveService.Turn;

internal static class TurnMetrics
{
    private static readonly Meter Meter = new("Messaging.Turn");

    private static readonly Counter<long> Issued = Meter.CreateCounter<long>("turn_credentials_issued", description: "TURN credentials that were issued.");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("turn_auth_failures", description: "TURN credentials and service keys that did not hold, by reason.");

    private static long sessions;

    static TurnMetrics() => Meter.CreateObservableGauge(
        "turn_sessions_active", () => Interlocked.Read(ref sessions), description: "Credentials of users that have not expired. Each instance counts those of all instances.");

    public static void CountIssued() => Issued.Add(1);

    /// <param name="reason">One of a few constant words: it becomes a label.</param>
    public static void CountFailure(string reason) => Failures.Add(1, KeyValuePair.Create("reason", (object?)reason));

    public static void ShowSessions(long count) => Interlocked.Exchange(ref sessions, count);
}
