using System.Diagnostics;
using System.Diagnostics.Metrics;
using Contracts;
using Contracts.Requests;

namespace EventService.Requests;

/// <summary>What becomes of reward requests, counted when it is saved.</summary>
internal static class RequestMetrics
{
    private static readonly Meter Meter = new("Messaging.Requests");

    private static readonly Counter<long> Requests =
        Meter.CreateCounter<long>("reward.requests", description: "Reward requests by the status that they came to, and the platform's own reason for it.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("reward.request.refusals", description: "Reward requests that were not accepted, by code.");

    private static readonly Counter<long> ToldAgain =
        Meter.CreateCounter<long>("reward.requests.resumed", description: "Requests that did not end within ten minutes though nobody had to decide, and whose saga was told again.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "reward.request.duration",
        "s",
        "From the acceptance of a request to its final status.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400] });

    public static void Saved(RequestSnapshot request)
    {
        var status = KeyValuePair.Create("status", (object?)WordOf(request.Status));
        Requests.Add(1, status, KeyValuePair.Create("reason", (object?)ReasonOf(request.Timeline[^1])));
        if (IsFinal(request.Status))
        {
            Durations.Record((request.UpdatedAt - request.CreatedAt).TotalSeconds, status);
        }
    }

    public static void Refused(Refused refusal) => Refusals.Add(1, KeyValuePair.Create("code", (object?)refusal.Code));

    public static void Resumed(RewardRequest request) => ToldAgain.Add(1, KeyValuePair.Create("status", (object?)WordOf(request.Status)));

    private static string WordOf(RequestStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>A person's reason is any text: it is no label.</summary>
    private static string ReasonOf(TimelineEntry entry) =>
        (entry.Actor == Actor.System || entry.Reason == Reasons.FirstApproval ? entry.Reason : null) ?? "";

    /// <summary>A revocation comes later, and is no end of the request's way.</summary>
    private static bool IsFinal(RequestStatus status) => status switch
    {
        RequestStatus.Fulfilled or RequestStatus.Failed or RequestStatus.Rejected or RequestStatus.Cancelled => true,
        RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Revoked => false,
        _ => throw new UnreachableException(),
    };
}
