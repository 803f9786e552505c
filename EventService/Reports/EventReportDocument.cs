using System.Text.Json.Serialization;
using Contracts.Audit;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Reports;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using EventService.Requests;

namespace EventService.Reports;

/// <summary>
/// An event's report, and the batch of requests that it counted last. Its id is the event's. One write adds a batch and
/// names its requests; then each is marked with it, and only when all are is the next batch put together. Whoever finds
/// a batch whose marks are missing sets them: a request is counted once, whoever dies in between.
/// </summary>
internal sealed class EventReportDocument : Document
{
    public static readonly Schema<EventReportDocument> Schema = new Schema<EventReportDocument>("event_reports").Index(r => r.RebuildingSince);

    /// <summary>One more with each rebuild: what earlier ones have counted is not in the tally.</summary>
    public int Generation { get; set; } = 1;

    /// <summary>The number of the last batch; it is never given twice.</summary>
    public long Batch { get; set; }

    public List<CountedEntry> Entries { get; set; } = [];

    public ReportTally Tally { get; set; } = new();

    /// <summary>The tally of the generation before, which is shown while the present one is rebuilt.</summary>
    public ReportTally? Before { get; set; }

    /// <summary>Null when every request was looked at.</summary>
    public DateTimeOffset? RebuildingSince { get; set; }

    /// <summary>Behind which requests are still to be looked at, in the order of their creation.</summary>
    public string? RebuiltTo { get; set; }

    [JsonIgnore]
    public Guid EventId => Guid.Parse(Id);

    /// <summary>A report that has looked at nothing yet: requests may be older than it.</summary>
    public static EventReportDocument Of(string eventId, DateTimeOffset now) => new() { Id = eventId, RebuildingSince = now };

    /// <summary>The report of an event whose requests are all still to be found as changed.</summary>
    public static EventReportDocument OfNew(string eventId) => new() { Id = eventId };

    /// <summary>Somebody asks for it.</summary>
    /// <returns>False when a rebuild is under way: it is left alone.</returns>
    public bool BeginRebuild(string actor, DateTimeOffset now)
    {
        if (RebuildingSince is not null)
        {
            return false;
        }

        Rebuild(now);
        Raise(ChangeRecorded.Of(now, actor, "report.rebuild_begun", $"report:{Id}", null, null));
        return true;
    }

    public void Rebuild(DateTimeOffset now)
    {
        Before ??= Tally;
        Generation++;
        Tally = new ReportTally();
        Entries = [];
        (RebuildingSince, RebuiltTo) = (now, null);
    }

    /// <param name="next">Where the rebuild goes on; null at its end.</param>
    public void Rebuilt(string? next)
    {
        RebuiltTo = next;
        if (next is null)
        {
            (RebuildingSince, Before) = (null, null);
        }
    }

    /// <summary>How the request stands in this generation; null when it does not.</summary>
    public CountedRequest? CountedOf(CountedRequest? counted) => counted?.Generation == Generation ? counted : null;

    public EventReport ToReport(EventTerms terms)
    {
        var shown = Before ?? Tally;
        return new EventReport(
            EventId,
            [.. Enum.GetValues<RequestStatus>().Select(status => new StatusCount(status, shown.ByStatus.GetValueOrDefault(status)))],
            [.. Enum.GetValues<RewardType>().Select(type => new StandingGrants(type, shown.Granted.GetValueOrDefault(type)))],
            shown.Points,
            shown.Users,
            terms.Campaign,
            terms.CampaignNamedBy,
            RebuildingSince);
    }
}
