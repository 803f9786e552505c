using System.Diagnostics.Metrics;

namespace LiveService.Hubs;

internal static class HubMetrics
{
    private static readonly Meter Meter = new("Messaging.Live");

    private static readonly Counter<long> Joins = Meter.CreateCounter<long>("room_joins", description: "Calls of joinRoom, by how they ended.");

    private static readonly Counter<long> Signals = Meter.CreateCounter<long>("signals", description: "Signals that were passed on, by kind.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "hub_connection_duration",
        "s",
        "How long connections to the hub lasted.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10, 60, 300, 900, 3600, 14400] });

    private static long connections;

    static HubMetrics() => Meter.CreateObservableGauge("hub_connections", () => Interlocked.Read(ref connections), description: "Connections to the hub that this instance has.");

    /// <param name="refusal">Its code; null when the caller is in.</param>
    public static void CountJoin(string? refusal) => Joins.Add(1, KeyValuePair.Create("outcome", (object?)(refusal?.ToLowerInvariant() ?? "joined")));

    /// <param name="kind">One of the four.</param>
    public static void CountSignal(string kind) => Signals.Add(1, KeyValuePair.Create("kind", (object?)kind));

    public static void ShowConnections(int count) => Interlocked.Exchange(ref connections, count);

    public static void CountClosed(TimeSpan age) => Durations.Record(age.TotalSeconds);
}
