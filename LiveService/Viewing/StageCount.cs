using Contracts.Viewing;

namespace LiveService.Viewing;

/// <summary>What the sessions of a stage come to, each looked at once. Nothing is added up over time: so nothing drifts.</summary>
internal sealed class StageCount(DateTimeOffset now)
{
    private readonly List<(DateTimeOffset At, int Change)> changes = [];
    private int viewers;
    private int publishers;
    private long sessions;
    private long seconds;

    public void Add(StageSession session)
    {
        sessions++;
        seconds += session.ToDetails(now).WatchSeconds;
        if (session.MayPublish)
        {
            publishers += session.IsOpenAt(now) ? 1 : 0;
            return;
        }

        viewers += session.IsOpenAt(now) ? 1 : 0;
        changes.Add((session.JoinedAt, 1));
        if (session.CountedUntil(now) is { } until)
        {
            changes.Add((until, -1));
        }
    }

    public StageStats ToStats() => new(viewers, publishers, Peak(), sessions, seconds);

    /// <summary>Who leaves at the moment in which another comes was not there with him.</summary>
    private int Peak()
    {
        var (present, peak) = (0, 0);
        foreach (var (_, change) in changes.OrderBy(change => change.At).ThenBy(change => change.Change))
        {
            present += change;
            peak = Math.Max(peak, present);
        }

        return peak;
    }
}
