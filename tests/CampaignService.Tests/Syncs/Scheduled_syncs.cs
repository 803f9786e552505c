using Contracts.Syncs;
using Documents;

namespace CampaignService.Tests.Syncs;

public sealed class Scheduled_syncs
{
    private static readonly DateTimeOffset Start = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Times_neither_drift_nor_pile_up()
    {
        await using var opened = await OpenSyncs.Create();
        var account = await opened.Connect("timed", every: 10);
        account.NextSyncAt.ShouldBe(Start.AddMinutes(10));

        // Each is a little late, and one is late by hours.
        foreach (var (late, next) in new[] { (10.4, 20), (20.9, 30), (305, 310), (310, 320) })
        {
            account.SyncedBySchedule(account.NextSyncAt!.Value, Start.AddMinutes(late)).ShouldBeTrue();
            account.NextSyncAt.ShouldBe(Start.AddMinutes(next));
        }
    }

    [Fact]
    public async Task A_time_is_used_once()
    {
        await using var opened = await OpenSyncs.Create();
        var account = await opened.Connect("timed", every: 10);
        var due = account.NextSyncAt!.Value;

        account.SyncedBySchedule(due, Start.AddMinutes(11)).ShouldBeTrue();
        account.SyncedBySchedule(due, Start.AddMinutes(21)).ShouldBeFalse();
        account.NextSyncAt.ShouldBe(Start.AddMinutes(20));
    }

    [Fact]
    public async Task Nothing_is_due_by_hand_alone_nor_while_it_rests()
    {
        await using var opened = await OpenSyncs.Create();
        (await opened.Connect("by-hand")).NextSyncAt.ShouldBeNull();
        var resting = await opened.Connect("resting", every: 5);
        resting.Status = Contracts.Connections.AccountStatus.Inactive;
        resting.NextSyncAt.ShouldBeNull();
    }

    [Fact]
    public async Task Of_instances_that_hear_of_one_time_one_begins_its_sync()
    {
        await using var opened = await OpenSyncs.Create();
        var id = (await opened.Connect("timed", every: 10)).Id;
        opened.Time.Advance(TimeSpan.FromMinutes(9));
        await opened.Due("timed");
        (await opened.Begun()).ShouldBeEmpty("its time has not come");

        opened.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => opened.Due("timed"))));

        var begun = (await opened.Begun()).ShouldHaveSingleItem();
        (begun.Trigger, begun.AccountId, begun.Status).ShouldBe((SyncTrigger.Scheduled, "timed", SyncStatus.Queued));
        (await opened.Accounts.Get(id))!.NextSyncAt.ShouldBe(Start.AddMinutes(20));
        (await opened.Go(begun)).Status.ShouldBe(SyncStatus.Succeeded);
    }

    [Fact]
    public async Task A_time_whose_sync_was_begun_by_one_that_died_then_is_followed_and_not_synced_again()
    {
        await using var opened = await OpenSyncs.Create();
        var account = await opened.Connect("timed", every: 10);
        opened.Time.Advance(TimeSpan.FromMinutes(10));
        await opened.Due("timed");
        await opened.Go((await opened.Begun()).Single());
        await opened.Accounts.Change(account.Id, stored =>
        {
            stored.ScheduledAt = null;
            return true;
        });

        await opened.Due("timed");

        (await opened.Begun()).ShouldHaveSingleItem();
        (await opened.Accounts.Get(account.Id))!.NextSyncAt.ShouldBe(Start.AddMinutes(20));
    }

    [Fact]
    public async Task A_time_that_comes_while_a_sync_runs_is_dropped_and_the_next_is_not()
    {
        await using var opened = await OpenSyncs.Create();
        var account = await opened.Connect("timed", every: 10);
        opened.Platform.Campaigns = ScriptedPlatform.Some(15);
        opened.Time.Advance(TimeSpan.FromMinutes(10));
        var running = await opened.Begin("timed");
        await opened.Steps().Continue(running.SyncId, 0, default);

        await opened.Due("timed");
        await opened.Go(running);
        await opened.Due("timed");

        (await opened.Begun()).ShouldHaveSingleItem().Id.ShouldBe(running.Id);
        (await opened.Accounts.Get(account.Id))!.NextSyncAt.ShouldBe(Start.AddMinutes(20));
        opened.Time.SetUtcNow(Start.AddMinutes(20));
        await opened.Due("timed");
        (await opened.Begun()).Select(sync => sync.Trigger).ShouldBe([SyncTrigger.Manual, SyncTrigger.Scheduled]);
    }
}
