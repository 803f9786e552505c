using Contracts.Viewing;
using Documents;

namespace LiveService.Viewing;

/// <summary>
/// When a user was on a stage, in whichever sessions. It alone decides what is new of a time that is told: told again, or by
/// another session, a second is not.
/// </summary>
internal sealed class WatchTime : Document
{
    public static readonly Schema<WatchTime> Schema = new("watch_times");

    /// <summary>Past it the oldest two become one, and what is told late of the time between them counts no more.</summary>
    private const int MostSpans = 256;

    /// <summary>The oldest first; no two meet.</summary>
    public List<WatchedSpan> Spans { get; init; } = [];

    /// <summary>How many parts were told of.</summary>
    public int Parts { get; set; }

    public static string IdOf(Guid stageId, Guid userId) => $"{stageId}:{userId}";

    /// <summary>False when all of it is known.</summary>
    public bool Add(RecordWatchTime message)
    {
        var before = Spans.Sum(span => span.Seconds);
        Include(new WatchedSpan(message.From.ToUnixTimeSeconds(), message.Until.ToUnixTimeSeconds()));
        var seconds = Spans.Sum(span => span.Seconds) - before;
        if (seconds == 0)
        {
            return false;
        }

        while (Spans.Count > MostSpans)
        {
            Spans[1] = Spans[1] with { From = Spans[0].From };
            Spans.RemoveAt(0);
        }

        Parts++;
        Raise(new StageWatched(message.SessionId, Parts, message.StageId, message.UserId, seconds, message.Until));
        return true;
    }

    private void Include(WatchedSpan span)
    {
        foreach (var known in Spans.Where(span.Meets).ToList())
        {
            Spans.Remove(known);
            span = known with { From = Math.Min(span.From, known.From), Until = Math.Max(span.Until, known.Until) };
        }

        Spans.Insert(Spans.Count(known => known.From < span.From), span);
    }
}
