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
}
