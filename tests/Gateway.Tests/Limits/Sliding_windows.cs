using Gateway.Tests.Hosting;
using Http.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Limits;

public sealed class Sliding_windows
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new(Some.Time);
    private readonly MemoryRateLimits limits;

    public Sliding_windows() => limits = new MemoryRateLimits(time, Minute);

    [Fact]
    public async Task Let_in_as_many_as_the_limit_says()
    {
        for (var left = 4; left >= 0; left--)
        {
            (await Take(5)).ShouldBe(new Standing(true, 5, left, Minute));
        }

        (await Take(5)).Allowed.ShouldBeFalse();
        (await Take(5, "another")).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Do_not_let_in_twice_as_many_around_the_end_of_a_window()
    {
        time.Advance(TimeSpan.FromSeconds(59));
        await TakeAll(10);
        time.Advance(TimeSpan.FromSeconds(2));

        (await TakeAll(10)).ShouldBe(0, "of the 10, all but a sixtieth still count");
        time.Advance(TimeSpan.FromSeconds(29));
        (await TakeAll(10)).ShouldBe(5);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 59.9)]
    [InlineData(3, 20)]
    [InlineData(7, 31.234)]
    [InlineData(100, 45)]
    public async Task Say_exactly_when_there_is_a_permit_again(int limit, double second)
    {
        time.Advance(TimeSpan.FromSeconds(second));
        for (var round = 0; round < 5; round++)
        {
            await TakeAll(limit);
            var wait = (await Take(limit)).Reset;

            time.Advance(wait - TimeSpan.FromMilliseconds(1));
            (await Take(limit)).Allowed.ShouldBeFalse($"round {round}, 1 ms too early");
            time.Advance(TimeSpan.FromMilliseconds(1));
            (await Take(limit)).Allowed.ShouldBeTrue($"round {round}, after {wait}");
        }
    }

    [Fact]
    public async Task Do_not_count_who_only_looks_or_is_refused()
    {
        for (var i = 0; i < 10; i++)
        {
            (await limits.Ask(Permit(1, "k"), take: false, default)).Allowed.ShouldBeTrue();
        }

        await TakeAll(1);
        for (var i = 0; i < 100; i++)
        {
            await Take(1);
        }

        time.Advance(TimeSpan.FromMinutes(2));
        (await Take(1)).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Forget_after_two_windows_and_not_when_the_clock_is_set_back()
    {
        await TakeAll(5);
        time.AdjustTime(time.GetUtcNow().AddMinutes(-3));
        (await Take(5)).Allowed.ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(5));
        (await TakeAll(5)).ShouldBe(5);
    }

    [Fact]
    public async Task Take_back_what_is_given_back_within_their_span()
    {
        await limits.GiveBack(Permit(1, "k"), default);
        (await Take(1)).Allowed.ShouldBeTrue();
        (await Take(1)).Allowed.ShouldBeFalse("what was not taken cannot be given back");
        await limits.GiveBack(Permit(1, "k"), default);
        (await Take(1)).Allowed.ShouldBeTrue();

        time.Advance(Minute);
        await limits.GiveBack(Permit(1, "k"), default);
        (await Take(1)).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task Have_a_bound_past_which_known_callers_stay_limited()
    {
        var small = new MemoryRateLimits(time, Minute, bound: 1);
        await small.Ask(Permit(1, "known"), take: true, default);

        (await small.Ask(Permit(1, "new"), take: true, default)).Allowed.ShouldBeTrue();
        (await small.Ask(Permit(1, "new"), take: true, default)).Allowed.ShouldBeTrue();
        (await small.Ask(Permit(1, "known"), take: true, default)).Allowed.ShouldBeFalse();
    }

    [Fact]
    public void Recent_things_are_forgotten_after_two_spans_at_most()
    {
        var recent = new RecentSet(time, Minute, bound: 2);
        recent.Add("a").ShouldBeTrue();
        recent.Add("a").ShouldBeFalse();
        time.Advance(Minute);
        recent.Holds("a").ShouldBeTrue();
        time.Advance(Minute);
        recent.Holds("a").ShouldBeFalse();

        recent.Add("b");
        recent.Remove("b");
        recent.Holds("b").ShouldBeFalse();
        foreach (var item in new[] { "1", "2", "3", "4", "5" })
        {
            recent.Add(item);
        }

        recent.Holds("1").ShouldBeFalse("past the bound the oldest go first");
        recent.Holds("5").ShouldBeTrue();
    }

    private static Permit Permit(int limit, string key) => new("ip", key, limit);

    private Task<Standing> Take(int limit, string key = "k") => limits.Ask(Permit(limit, key), take: true, default);

    /// <summary>How many there were.</summary>
    private async Task<int> TakeAll(int limit)
    {
        var taken = 0;
        while ((await Take(limit)).Allowed)
        {
            taken++;
        }

        return taken;
    }
}
