using CampaignService.Syncs;
using Contracts.Syncs;
using Testing;

namespace CampaignService.Tests.Syncs;

/// <summary>Other tests sync meanwhile: each number here is of no other.</summary>
public sealed class What_is_measured_of_syncs
{
    [Fact]
    public async Task Campaigns_count_as_they_are_read_and_a_sync_as_it_ends_with_how_long_it_took()
    {
        using var measured = new Measured("campaign.syncs", "campaign.sync.fetched", "campaign.sync.duration");
        await using var opened = await OpenSyncs.Create();
        opened.Platform.Campaigns = ScriptedPlatform.Some(137);
        opened.Platform.PageSize = 200;
        var sync = await opened.Begin();

        await opened.Steps().Continue(sync.SyncId, 0, default);
        measured.All.ShouldContain("campaign.sync.fetched{} 137");
        opened.Time.Advance(TimeSpan.FromSeconds(4321));
        (await opened.Go(sync)).Status.ShouldBe(SyncStatus.Succeeded);

        measured.All.Count(line => line == "campaign.sync.duration{status=SUCCEEDED} 4321").ShouldBe(1);
        measured.All.ShouldContain("campaign.syncs{platform=http,status=SUCCEEDED,error=} 1");
    }

    [Fact]
    public async Task One_that_fails_counts_once_with_its_platform_and_its_error()
    {
        using var measured = new Measured("campaign.syncs");
        await using var opened = await OpenSyncs.Create();
        var sync = Sync.Of(Guid.NewGuid(), opened.Owner.ToString(), "measured", "acme", ["acme"], SyncTrigger.Manual, opened.Time.GetUtcNow());
        await opened.Syncs.Insert(sync);

        (await opened.Go(sync)).Status.ShouldBe(SyncStatus.Failed);

        measured.All.Where(line => line.Contains("platform=measured", StringComparison.Ordinal))
            .ShouldBe(["campaign.syncs{platform=measured,status=FAILED,error=NOT_CONNECTED} 1"]);
    }
}
