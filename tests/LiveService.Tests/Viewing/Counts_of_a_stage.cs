using LiveService.Viewing;
using Testing;

namespace LiveService.Tests.Viewing;

public sealed class Counts_of_a_stage
{
    private static readonly DateTimeOffset Start = Some.Now;

    [Fact]
    public void Who_comes_as_another_leaves_was_not_there_with_him() =>
        Peak(Left(0, 10), Left(10, 20), Left(20, 30)).ShouldBe(1);

    [Fact]
    public void The_peak_is_of_those_who_were_there_at_once() =>
        Peak(Left(0, 10), Left(5, 20), Left(9, 30), Left(11, 12)).ShouldBe(3);

    /// <summary>He was among the viewers until then: a peak that was shown goes down by nothing that is learned later.</summary>
    [Fact]
    public void Who_fell_silent_was_counted_until_his_lease_was_over() =>
        Peak(Lapsed(0, 10), Left(54, 60), Left(55, 60)).ShouldBe(2);

    [Fact]
    public void One_that_has_lapsed_is_no_viewer_though_nobody_has_ended_it_yet()
    {
        var silent = Open(0);
        var count = new StageCount(Start + StageSession.Lease);
        count.Add(silent);

        count.ToStats().Viewers.ShouldBe(0);
    }

    private static int Peak(params StageSession[] sessions)
    {
        var count = new StageCount(Start.AddHours(1));
        Array.ForEach(sessions, count.Add);
        return count.ToStats().PeakViewers;
    }

    private static StageSession Left(int from, int until)
    {
        var session = Open(from);
        for (var second = from; second < until; second++)
        {
            session.Hear(Start.AddSeconds(second));
        }

        session.Finish(SessionEnd.Left, Start.AddSeconds(until)).ShouldBeTrue();
        return session;
    }

    private static StageSession Lapsed(int from, int seen)
    {
        var session = Open(from);
        session.Hear(Start.AddSeconds(seen)).ShouldBeTrue();
        session.Finish(SessionEnd.Lapsed, Start.AddSeconds(seen) + StageSession.Lease).ShouldBeTrue();
        return session;
    }

    private static StageSession Open(int from) => new()
    {
        Id = Guid.NewGuid().ToString(),
        StageId = Guid.Empty,
        UserId = Guid.NewGuid(),
        ParticipantId = Guid.NewGuid(),
        MayPublish = false,
        JoinedAt = Start.AddSeconds(from),
        LastSeenAt = Start.AddSeconds(from),
        ToldUntil = Start.AddSeconds(from),
        LapsesAt = Start.AddSeconds(from) + StageSession.Lease,
    };
}
