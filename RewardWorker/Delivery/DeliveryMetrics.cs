using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RewardWorker.Delivery;

internal static class DeliveryMetrics
{
    private static readonly Meter Meter = new("Messaging.Delivery");

    public static readonly UpDownCounter<long> OpenCircuits =
        Meter.CreateUpDownCounter<long>("deliveries.open.circuits", description: "Receiving hosts that this process lets rest.");

    private static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("deliveries", description: "Attempts to deliver grants and revocations, by what came of them.");

    public static void Count(PostVerdict verdict) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", verdict switch
    {
        PostVerdict.Accepted => "accepted",
        PostVerdict.Refused => "refused",
        PostVerdict.Postponed => "postponed",
        PostVerdict.NoSuccess => "no_success",
        _ => throw new UnreachableException(),
    }));
}
