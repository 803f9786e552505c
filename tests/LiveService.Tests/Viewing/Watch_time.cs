using Contracts.Viewing;
using LiveService.Viewing;
using Testing;

namespace LiveService.Tests.Viewing;

public sealed class Watch_time
{
    private static readonly DateTimeOffset Start = Some.Now;

    private readonly WatchTime watched = new() { Id = "stage:user" };

    [Fact]
    public void What_follows_adds_its_seconds()
    {
        Add(0, 30).ShouldBe(30);
        Add(30, 45).ShouldBe(15);
        Add(100, 110).ShouldBe(10);

        watched.Spans.Select(span => span.Seconds).ShouldBe([45, 10]);
        watched.Parts.ShouldBe(3);
    }

    [Fact]
    public void What_is_told_again_adds_nothing()
    {
        Add(0, 30);

        Add(0, 30).ShouldBe(0);
        Add(10, 20).ShouldBe(0);
        Add(0, 0).ShouldBe(0);
        watched.Parts.ShouldBe(1);
    }

    [Fact]
    public void What_was_in_two_sessions_at_once_counts_once()
    {
        Add(0, 30);
        Add(60, 90);

        Add(20, 70).ShouldBe(30);
        Add(-10, 100).ShouldBe(20);
        watched.Spans.ShouldHaveSingleItem().Seconds.ShouldBe(110);
    }

    [Fact]
    public void What_is_told_late_counts_though_later_time_was_told_before()
    {
        Add(100, 200);

        Add(0, 50).ShouldBe(50);
    }

    /// <summary>In any order, told any number of times, the seconds are those in which he was there.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_sum_is_the_time_that_he_was_there(int seed)
    {
        var random = new Random(seed);
        var spans = Enumerable.Range(0, 60).Select(_ => random.Next(1000)).Select(from => (From: from, Until: from + random.Next(1, 60))).ToList();
        var there = spans.SelectMany(span => Enumerable.Range(span.From, span.Until - span.From)).Distinct().Count();

        spans.Concat(spans).OrderBy(_ => random.Next()).Sum(span => Add(span.From, span.Until)).ShouldBe(there);
    }

    [Fact]
    public void Its_spans_are_bounded()
    {
        for (var i = 0; i < 1000; i++)
        {
            Add(10 * i, (10 * i) + 1).ShouldBe(1);
        }

        watched.Spans.Count.ShouldBe(256);
    }

    private long Add(int from, int until)
    {
        var raised = watched.Raised.Count;
        var added = watched.Add(new RecordWatchTime(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Start.AddSeconds(from), Start.AddSeconds(until)));
        watched.Raised.Count.ShouldBe(raised + (added ? 1 : 0));
        return added ? ((StageWatched)watched.Raised[^1]).Seconds : 0;
    }
}
