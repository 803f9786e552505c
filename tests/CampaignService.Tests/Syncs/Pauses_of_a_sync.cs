using CampaignService.Platforms;
using CampaignService.Syncs;
using Contracts.Syncs;

namespace CampaignService.Tests.Syncs;

public sealed class Pauses_of_a_sync
{
    private static readonly DateTimeOffset Start = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_word_each_is_twice_as_long_up_to_15_minutes_and_the_hour()
    {
        var sync = Failing(0);

        Enumerable.Range(0, 13).Select(_ => Pause(sync, null).TotalSeconds).ShouldBe([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 778, 0]);
        (sync.Status, sync.Error).ShouldBe((SyncStatus.Failed, SyncErrors.RateLimited));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(8, 1)]
    [InlineData(8, 600)]
    [InlineData(0, 1800)]
    public void What_the_platform_says_is_waited_however_often_it_has_failed(int failures, int seconds) =>
        Pause(Failing(failures), TimeSpan.FromSeconds(seconds)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void At_once_and_a_date_that_has_passed_are_no_word(int seconds) => Pause(Failing(3), TimeSpan.FromSeconds(seconds)).ShouldBe(TimeSpan.FromSeconds(16));

    [Fact]
    public void What_it_says_is_not_waited_past_the_hour() => Pause(Failing(0), TimeSpan.FromHours(5)).ShouldBe(Sync.Patience);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_platform_that_fails_says_how_long_as_one_does_that_has_enough(bool hasEnough)
    {
        await using var opened = await OpenSyncs.Create();
        TimeSpan? after = null;
        opened.Platform.Instead = _ => hasEnough ? new PageOutcome.RateLimited(after) : new PageOutcome.Retry(after);
        var sync = await opened.Begin();
        for (var step = 0; step < 5; step++)
        {
            await opened.Steps().Continue(sync.SyncId, step, default);
            opened.Time.SetUtcNow((await opened.Syncs.Get(sync.Id))!.DueAt!.Value);
        }

        after = TimeSpan.FromSeconds(1);
        await opened.Steps().Continue(sync.SyncId, 5, default);

        (await opened.Syncs.Get(sync.Id))!.ShouldSatisfyAllConditions(
            waiting => waiting.Failures.ShouldBe(6),
            waiting => waiting.DueAt.ShouldBe(opened.Time.GetUtcNow().AddSeconds(1)));
    }

    private static Sync Failing(int failures)
    {
        var sync = Sync.Of(Guid.NewGuid(), "user/someone", "http", "acme", ["acme"], SyncTrigger.Manual, Start);
        sync.DueAt = Start;
        for (var failure = 0; failure < failures; failure++)
        {
            Pause(sync, null);
        }

        return sync;
    }

    /// <summary>It fails once more, when it is due.</summary>
    private static TimeSpan Pause(Sync sync, TimeSpan? after)
    {
        var now = sync.DueAt!.Value;
        sync.Wait(SyncErrors.RateLimited, after, now);
        return sync.IsOpen ? sync.DueAt!.Value - now : TimeSpan.Zero;
    }
}
