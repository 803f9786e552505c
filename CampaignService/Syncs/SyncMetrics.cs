using System.Diagnostics.Metrics;

namespace CampaignService.Syncs;

/// <summary>What becomes of syncs.</summary>
internal static class SyncMetrics
{
    private static readonly Meter Meter = new("Messaging.Campaigns");

    private static readonly Counter<long> Syncs =
        Meter.CreateCounter<long>("campaign.syncs", description: "Syncs of campaigns that have ended, by platform, status and error.");

    private static readonly Counter<long> Campaigns =
        Meter.CreateCounter<long>("campaign.sync.fetched", description: "Campaigns that syncs have read from platforms.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "campaign.sync.duration",
        "s",
        "From the begin of a sync to its end.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 3600, 10_800] });

    public static void Fetched(int campaigns) => Campaigns.Add(campaigns);

    public static void Ended(Sync sync)
    {
        var status = KeyValuePair.Create("status", (object?)sync.Status.ToString().ToUpperInvariant());
        Syncs.Add(1, KeyValuePair.Create("platform", (object?)sync.Platform), status, KeyValuePair.Create("error", (object?)(sync.Error ?? "")));
        Durations.Record((sync.EndedAt!.Value - sync.StartedAt).TotalSeconds, status);
    }
}
