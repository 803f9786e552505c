using System.Net;
using System.Text.Json;
using CampaignService.Campaigns;
using CampaignService.Credentials;
using Contracts;
using Contracts.Campaigns;
using Contracts.Connections;
using Contracts.Syncs;
using Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace CampaignService.Tests.Syncs;

/// <summary>By messages, against a server that lists campaigns over HTTP.</summary>
public sealed class Syncs_of_a_running_service : IAsyncLifetime
{
    private const int PageSize = 100;

    private readonly Owner owner = RunningCampaignService.Someone();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebApplication platform = null!;
    private RunningCampaignService service = null!;
    private int count = 250;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        platform = builder.Build();
        platform.Run(List);
        await platform.StartAsync();
        service = await RunningCampaignService.Start(("Campaigns:AllowPrivateNetworks", "true"));
        (await service.Ask<CreatePlatformConfig, PlatformConfigDetails>(RunningCampaignService.Config(owner, baseUrl: platform.Urls.Single()))).Code.ShouldBeNull();
        (await service.Connect(owner, "shop-1")).Code.ShouldBeNull();
    }

    public async Task DisposeAsync()
    {
        opened.TrySetResult();
        await service.DisposeAsync();
        await platform.StopAsync(new CancellationToken(true));
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task One_at_a_time_reads_all_pages_and_what_it_read_is_listed()
    {
        var began = await Begin("shop-1");
        began.Reply!.Status.ShouldBe(SyncStatus.Queued);
        (await Begin("shop-1")).Code.ShouldBe(Codes.SyncRunning);
        (await Begin(null)).Code.ShouldBe(Codes.SyncRunning);
        opened.TrySetResult();

        var ended = await Ended(began.Reply.Id);

        (ended.Status, ended.Pages, ended.Fetched, ended.Created, ended.Error).ShouldBe((SyncStatus.Succeeded, 3, 250, 250, null));
        (await service.Accounts(owner)).Single().LastSyncAt.ShouldNotBeNull();
        (await List(accountId: "shop-1", status: "PAUSED")).Count.ShouldBe(25);
        (await List(part: "gn 24")).Select(c => c.CampaignId).ShouldBe(["c-24", .. Enumerable.Range(240, 10).Select(n => $"c-{n}")], ignoreOrder: true);
        (await List(accountId: "another")).ShouldBeEmpty();
        var found = (await service.Ask<GetCampaign, CampaignHistory>(new GetCampaign(owner, "http", "shop-1", "c-7"))).Reply!;
        (found.Campaign.Metrics["spend"], found.Days.Count).ShouldBe((7.5m, 1));
        (await service.Ask<GetSync, SyncDetails>(new GetSync(Guid.NewGuid()))).Code.ShouldBe(Codes.NotFound);
        (await service.Ask<ListSyncs, SyncList>(new ListSyncs(owner, "http", 10, null))).Reply!.Items.ShouldHaveSingleItem().Id.ShouldBe(began.Reply.Id);
    }

    [Theory]
    [InlineData("shop-1")]
    [InlineData("shop-2")]
    public async Task One_of_all_accounts_leaves_one_that_another_is_at_wherever_it_stands(string busy)
    {
        foreach (var accountId in new[] { "shop-2", "shop-3" })
        {
            (await service.Connect(owner, accountId)).Code.ShouldBeNull();
        }

        // One that it only comes to later may be free by then, and is read again.
        var mostPages = busy == "shop-1" ? 2 * 3 : 3 * 3;
        var first = (await Begin(busy)).Reply!;
        var all = await Begin(null);
        all.Code.ShouldBeNull();
        (await Begin(null)).Code.ShouldBe(Codes.SyncRunning);
        opened.TrySetResult();

        (await Ended(all.Reply!.Id)).ShouldSatisfyAllConditions(s => s.Status.ShouldBe(SyncStatus.Succeeded), s => s.Pages.ShouldBeInRange(2 * 3, mostPages));
        (await Ended(first.Id)).Pages.ShouldBe(3);
        foreach (var accountId in new[] { "shop-1", "shop-2", "shop-3" })
        {
            (await List(accountId)).Count.ShouldBe(100);
        }
    }

    [Fact]
    public async Task What_is_taken_away_has_no_campaigns_and_cannot_be_synced()
    {
        opened.TrySetResult();
        await Ended((await Begin(null)).Reply!.Id);

        (await service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, "http", "shop-1", RunningCampaignService.User()))).Code.ShouldBeNull();

        (await List()).ShouldBeEmpty();
        (await List("shop-1")).ShouldBeEmpty();
        (await service.Ask<GetCampaign, CampaignHistory>(new GetCampaign(owner, "http", "shop-1", "c-7"))).Code.ShouldBe(Codes.NotFound);
        (await Begin("shop-1")).Code.ShouldBe(Codes.NotConnected);
        (await Begin(null)).Code.ShouldBe(Codes.NotConnected);
        (await Begin("shop-1", "nobody")).Code.ShouldBe(Codes.NotFound);
    }

    [Fact]
    public async Task What_is_left_of_a_connection_that_was_taken_away_is_on_no_page_and_makes_none_the_last()
    {
        opened.TrySetResult();
        await Ended((await Begin("shop-1")).Reply!.Id);
        var account = await service.Stored(owner, "shop-1");
        account.ConnectionId = Guid.NewGuid();
        var leftovers = Enumerable.Range(0, 60).Select(number => Campaign.Of(
            account, ScriptedPlatform.Campaign(number), new CampaignStamp(Guid.NewGuid(), 0, CampaignChange.Created), TimeProvider.System.GetUtcNow()));
        foreach (var leftover in leftovers)
        {
            (await service.Store<Campaign>().Insert(leftover)).IsSaved.ShouldBeTrue();
        }

        var (listed, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await service.Ask<ListCampaigns, CampaignList>(new ListCampaigns(owner, "http", null, null, null, 50, cursor))).Reply!;
            listed.AddRange(page.Items.Select(campaign => campaign.CampaignId));
            cursor = page.NextCursor;
            (page.Items.Count, cursor is null).ShouldBe((50, listed.Count == count));
        }
        while (cursor is not null);

        listed.ShouldBe(Enumerable.Range(0, count).Select(number => $"c-{number}"), ignoreOrder: true);
    }

    [Fact]
    public async Task An_account_whose_time_has_come_is_synced_without_a_word()
    {
        (await service.Connect(owner, "shop-2", syncEveryMinutes: 5)).Code.ShouldBeNull();
        await service.Store<ConnectedAccount>().Change(ConnectedAccount.IdOf(owner, "http", "shop-2"), stored =>
        {
            stored.CreatedAt -= TimeSpan.FromMinutes(7);
            return true;
        });

        await Wait.Until(async () => (await Syncs()).Count > 0, "the sync of the schedule");
        opened.TrySetResult();
        var began = (await Syncs()).ShouldHaveSingleItem();

        (began.Trigger, began.AccountId).ShouldBe((SyncTrigger.Scheduled, "shop-2"));
        (await Ended(began.Id)).ShouldSatisfyAllConditions(ended => ended.Status.ShouldBe(SyncStatus.Succeeded), ended => ended.Fetched.ShouldBe(count));
        await Wait.Until(async () => (await service.Stored(owner, "shop-2")).NextSyncAt > TimeProvider.System.GetUtcNow(), "the time to be followed");
        (await Syncs()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_command_that_comes_again_is_answered_with_the_same_sync()
    {
        opened.TrySetResult();
        var command = new BeginSync(Guid.NewGuid(), owner, "http", "shop-1", RunningCampaignService.User());
        (await service.Ask<BeginSync, SyncDetails>(command)).Reply!.Id.ShouldBe(command.SyncId);
        await Ended(command.SyncId);

        (await service.Ask<BeginSync, SyncDetails>(command)).Reply!.ShouldSatisfyAllConditions(s => s.Id.ShouldBe(command.SyncId), s => s.Status.ShouldBe(SyncStatus.Succeeded));
    }

    /// <summary>With SYNC_CAMPAIGNS=100000 it is as many as that, and says how fast it was and what memory it took, the platform's included.</summary>
    [Fact]
    public async Task Many_campaigns_are_stored_in_one_sync_and_not_again_in_the_next()
    {
        count = int.TryParse(Environment.GetEnvironmentVariable("SYNC_CAMPAIGNS"), out var asked) ? asked : 3000;
        opened.TrySetResult();
        foreach (var created in new[] { count, 0 })
        {
            var (before, most, start) = (Environment.WorkingSet, 0L, TimeProvider.System.GetTimestamp());
            var ended = await Ended((await Begin("shop-1")).Reply!.Id, TimeSpan.FromMinutes(10), () => most = Math.Max(most, Environment.WorkingSet));
            var took = TimeProvider.System.GetElapsedTime(start).TotalSeconds;

            (ended.Status, ended.Fetched, ended.Created, ended.Updated, ended.Removed).ShouldBe((SyncStatus.Succeeded, count, created, 0, 0));
            Console.WriteLine(
                $"{count} campaigns, {created} new: {took:F1} s, {count / took:F0}/s; {before >> 20} MB before, {most >> 20} MB at most, of which {GC.GetTotalMemory(true) >> 20} MB are in use after");
        }
    }

    private Task<Answer<SyncDetails>> Begin(string? accountId, string platformId = "http") =>
        service.Ask<BeginSync, SyncDetails>(new BeginSync(Guid.NewGuid(), owner, platformId, accountId, RunningCampaignService.User()));

    private async Task<SyncDetails> Ended(Guid id, TimeSpan? bound = null, Action? meanwhile = null)
    {
        SyncDetails? sync = null;
        await Wait.Until(
            async () =>
            {
                meanwhile?.Invoke();
                return (sync = (await service.Ask<GetSync, SyncDetails>(new GetSync(id))).Reply!).EndedAt is not null;
            },
            () => $"the end of {sync}",
            bound);
        return sync!;
    }

    private async Task<IReadOnlyList<SyncDetails>> Syncs() => (await service.Ask<ListSyncs, SyncList>(new ListSyncs(owner, "http", 10, null))).Reply!.Items;

    private async Task<IReadOnlyList<CampaignDetails>> List(string? accountId = null, string? status = null, string? part = null) =>
        (await service.Ask<ListCampaigns, CampaignList>(new ListCampaigns(owner, "http", accountId, status, part, 100, null))).Reply!.Items;

    private async Task List(HttpContext context)
    {
        await opened.Task;
        var from = int.TryParse(context.Request.Query["cursor"], out var cursor) ? cursor : 0;
        var size = count > 10_000 ? 1000 : PageSize;
        var items = Enumerable.Range(from, Math.Min(size, count - from)).Select(number => new
        {
            id = $"c-{number}",
            name = $"Campaign {number}",
            status = number % 10 == 0 ? "PAUSED" : "ACTIVE",
            metrics = new { impressions = number * 1000, clicks = number * 10, spend = number + 0.5m, conversions = number },
            updatedAt = "2030-01-31T12:00:00Z",
        });
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { items, nextCursor = from + size < count ? $"{from + size}" : null }));
    }
}
