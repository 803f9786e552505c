using CampaignService.Campaigns;
using CampaignService.Platforms;
using CampaignService.Syncs;
using Contracts.Syncs;
using Documents;
using Documents.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Servers;
using Testing.Stores;

namespace CampaignService.Tests.Syncs;

/// <summary>What syncs do over every engine. A subclass opens it.</summary>
public abstract class SyncingCompliance
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    private protected abstract Task<OpenSyncs> Open();

    [Fact]
    public async Task A_sync_takes_every_page_and_tells_how_far_it_is()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(35);
        var sync = await opened.Begin();

        await opened.Steps().Continue(sync.SyncId, 0, default);
        await opened.Steps().Continue(sync.SyncId, 1, default);

        (await opened.Syncs.Get(sync.Id))!.ToDetails().ShouldSatisfyAllConditions(
            running => running.Status.ShouldBe(SyncStatus.Running),
            running => (running.Pages, running.Fetched, running.Created).ShouldBe((2, 20, 20)));
        var ended = (await opened.Go(sync)).ToDetails();
        (ended.Status, ended.Pages, ended.Fetched, ended.Created, ended.Updated, ended.Removed, ended.Error).ShouldBe((SyncStatus.Succeeded, 4, 35, 35, 0, 0, null));
        (await opened.All()).Count.ShouldBe(35);
        (await opened.Accounts.Get($"{opened.Owner}/http/acme"))!.LastSyncAt.ShouldNotBeNull();
        (await opened.Listed.Query(new Query<ListedCampaigns>().OrderBy(l => l.At))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_sync_changes_nothing()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(35);
        await opened.Run();
        var before = (await opened.All()).ToDictionary(campaign => campaign.Id, campaign => campaign.Version);

        opened.Time.Advance(TimeSpan.FromDays(1));
        var second = await opened.Run();

        (second.Status, second.Fetched, second.Created, second.Updated, second.Removed).ShouldBe((SyncStatus.Succeeded, 35, 0, 0, 0));
        (await opened.All()).ToDictionary(campaign => campaign.Id, campaign => campaign.Version).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task What_changes_is_updated_what_is_listed_no_more_is_removed_and_may_come_back()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(25);
        await opened.Run();
        opened.Time.Advance(TimeSpan.FromDays(1));
        opened.Platform.Campaigns = [ScriptedPlatform.Campaign(0, spend: 7), .. ScriptedPlatform.Some(25)[1..20]];

        var second = await opened.Run();

        (second.Created, second.Updated, second.Removed).ShouldBe((0, 1, 5));
        (await Find(24)).RemovedAt.ShouldNotBeNull();
        var changed = await Find(0);
        changed.Metrics["spend"].ShouldBe(7);
        changed.HistoryAt(opened.Time.GetUtcNow()).Select(day => day.Metrics["spend"]).ShouldBe([1, 7]);

        opened.Platform.Campaigns = ScriptedPlatform.Some(25);
        var third = await opened.Run();

        (third.Created, third.Updated, third.Removed).ShouldBe((0, 6, 0));
        (await Find(24)).RemovedAt.ShouldBeNull();

        async Task<Campaign> Find(int number) => (await opened.All()).Single(campaign => campaign.CampaignId == $"c-{number}");
    }

    [Fact]
    public async Task Syncs_that_ended_long_ago_go_as_others_end()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(5);
        await opened.Run();
        await opened.Run();
        opened.Time.Advance(Sync.Kept - TimeSpan.FromHours(1));
        await opened.Run();
        (await Count()).ShouldBe(3);

        opened.Time.Advance(TimeSpan.FromHours(2));
        await opened.Run();

        (await Count()).ShouldBe(2);

        async Task<int> Count()
        {
            var scope = Campaign.ScopeOf(opened.Owner.ToString(), "http");
            return (await opened.Syncs.Query(new Query<Sync>().Where(s => s.Scope, scope).OrderBy(s => s.StartedAt).Take(100))).Items.Count;
        }
    }

    [Fact]
    public async Task What_is_left_of_accounts_that_were_taken_away_and_of_their_syncs_goes_after_30_days()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(5);
        await opened.Connect("other");
        var over = await opened.Run();
        await opened.Listed.Insert(
            new ListedCampaigns { Id = "left by a reader", SyncId = over.SyncId, Account = $"{opened.Owner}/http/acme", At = opened.Time.GetUtcNow(), Campaigns = [] });
        await opened.Accounts.Change($"{opened.Owner}/http/acme", account => account.Disconnect("someone", opened.Time.GetUtcNow()));
        opened.Time.Advance(opened.Leftovers.Kept - TimeSpan.FromHours(1));
        (await opened.Leftovers.Delete(default)).ShouldBe(0);
        var open = await opened.Begin("other");

        opened.Time.Advance(TimeSpan.FromHours(2));

        (await opened.All()).ShouldNotBeEmpty("as after a crash");
        (await opened.Leftovers.Delete(default)).ShouldBe(2);
        (await opened.All()).ShouldBeEmpty();
        (await opened.Accounts.Get($"{opened.Owner}/http/acme")).ShouldBeNull();
        (await opened.Accounts.Get($"{opened.Owner}/http/other")).ShouldNotBeNull();
        (await opened.Syncs.Get(over.Id)).ShouldBeNull();
        (await opened.Listed.Get("left by a reader")).ShouldBeNull();
        (await opened.Syncs.Get(open.Id)).ShouldNotBeNull();
        opened.Time.Advance(opened.Leftovers.Kept);
        (await opened.Leftovers.Delete(default)).ShouldBe(0, "a sync that is open is no leftover");
    }

    [Fact]
    public async Task History_is_one_a_day_of_the_last_90()
    {
        await using var opened = await Open();
        for (var day = 0; day < 100; day++)
        {
            foreach (var spend in new[] { day, day + 0.5m })
            {
                opened.Platform.Campaigns = [ScriptedPlatform.Campaign(1, spend)];
                await opened.Run();
            }

            opened.Time.Advance(TimeSpan.FromDays(1));
        }

        var history = (await opened.All()).Single().HistoryAt(opened.Time.GetUtcNow());

        history.Count.ShouldBeInRange(89, 90);
        history[^1].Metrics["spend"].ShouldBe(99.5m);
        history.Select(day => day.At.Date).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Cut_off_between_any_two_saves_it_goes_on_from_its_last_page_and_counts_each_campaign_once(int seed)
    {
        await using var opened = await Open();
        var random = new Random(seed);
        opened.Platform.Campaigns = ScriptedPlatform.Some(60);
        await opened.Run();
        opened.Platform.Campaigns = [.. Enumerable.Range(20, 60).Select(number => ScriptedPlatform.Campaign(number, spend: number % 2))];
        var sync = await opened.Begin();
        var crashes = 0;
        for (var attempt = 0; attempt < 30 && (await opened.Syncs.Get(sync.Id))!.DueAt is { } due; attempt++)
        {
            opened.Time.SetUtcNow(due + TimeSpan.FromSeconds(1));
            var stored = (await opened.Syncs.Get(sync.Id))!;
            try
            {
                await opened.Steps(new Crash(random.Next(16), random.Next(2) == 0)).Continue(stored.SyncId, stored.Step, default);
            }
            catch (CrashException)
            {
                crashes++;
            }
        }

        var asked = opened.Platform.Asked.Count;
        var pages = (await opened.Syncs.Get(sync.Id))!.Pages;
        var ended = await opened.Go(sync);

        crashes.ShouldBeGreaterThan(2);
        (ended.Status, ended.Created, ended.Removed).ShouldBe((SyncStatus.Succeeded, 20, 20));
        ended.Updated.ShouldBe(Enumerable.Range(20, 40).Count(number => number % 2 == 0));
        (ended.Pages, ended.Fetched).ShouldBe((6, 60));
        (opened.Platform.Asked.Count - asked).ShouldBeLessThanOrEqualTo((int)(6 - pages));
        (await opened.All()).Count(campaign => campaign.RemovedAt is null).ShouldBe(60);
    }

    [Fact]
    public async Task Two_instances_at_one_step_do_it_once()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(10);
        var sync = await opened.Begin();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => opened.Steps().Continue(sync.SyncId, 0, default))));

        opened.Platform.Asked.Count.ShouldBe(1);
        (await opened.Syncs.Get(sync.Id))!.Created.ShouldBe(10);
    }

    [Fact]
    public async Task A_step_that_somebody_is_at_is_begun_again_only_when_its_time_has_passed_and_counts_once()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(10);
        var (reached, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        opened.Platform.Before = () => reached.TrySetResult() ? answered.Task : Task.CompletedTask;
        var sync = await opened.Begin();
        var first = Task.Run(() => opened.Steps().Continue(sync.SyncId, 0, default));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        opened.Time.Advance(SyncSteps.Lease - TimeSpan.FromSeconds(1));
        await opened.Steps().Continue(sync.SyncId, 0, default);
        opened.Platform.Asked.Count.ShouldBe(1);

        opened.Time.Advance(TimeSpan.FromSeconds(1));
        await opened.Steps().Continue(sync.SyncId, 0, default);
        opened.Platform.Asked.Count.ShouldBe(2);
        answered.SetResult();
        await first;
        var stored = (await opened.Syncs.Get(sync.Id))!;
        (stored.Step, stored.Pages, stored.Fetched, stored.Created).ShouldBe((1, 1, 10, 10));
    }

    [Fact]
    public async Task Of_syncs_of_one_account_one_is_stored_while_it_is_open()
    {
        await using var opened = await Open();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => opened.Syncs.Insert(
            Sync.Of(Guid.NewGuid(), opened.Owner.ToString(), "http", "acme", ["acme"], SyncTrigger.Manual, opened.Time.GetUtcNow()))));

        results.Count(result => result.IsSaved).ShouldBe(1);
        results.Where(result => !result.IsSaved).ShouldAllBe(result => result.Outcome == WriteOutcome.DuplicateKey);
        var open = (await opened.Syncs.Query(new Query<Sync>().OrderBy(s => s.StartedAt))).Items.Single();
        await opened.Go(open);
        await opened.Run();
    }

    [Fact]
    public async Task A_sync_of_all_accounts_takes_one_after_another_and_leaves_those_that_another_is_at()
    {
        await using var opened = await Open();
        await opened.Connect("busy");
        await opened.Connect("last");
        opened.Platform.Campaigns = ScriptedPlatform.Some(15);
        await opened.Begin("busy");

        var ended = await opened.Run("acme", "busy", "last");

        (ended.Status, ended.Pages, ended.Created).ShouldBe((SyncStatus.Succeeded, 4, 30));
        (await opened.All()).CountBy(campaign => campaign.AccountId).ShouldBe([new("acme", 15), new("last", 15)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_platform_that_wants_to_be_left_alone_is_for_as_long_as_it_says()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(15);
        var left = 1;
        opened.Platform.Instead = cursor => cursor == "10" && left-- > 0 ? new PageOutcome.RateLimited(TimeSpan.FromSeconds(90)) : null;
        var sync = await opened.Begin();
        await opened.Steps().Continue(sync.SyncId, 0, default);

        await opened.Steps().Continue(sync.SyncId, 1, default);

        (await opened.Syncs.Get(sync.Id))!.DueAt.ShouldBe(opened.Time.GetUtcNow().AddSeconds(90));
        var ended = await opened.Go(sync);
        (ended.Status, ended.Fetched).ShouldBe((SyncStatus.Succeeded, 15));
        opened.Platform.Asked.ShouldBe([null, "10", "10"]);
    }

    [Fact]
    public async Task What_fails_for_an_hour_is_given_up_with_its_code_and_removes_nothing()
    {
        foreach (var (outcome, code) in new (PageOutcome, string)[]
        {
            (new PageOutcome.RateLimited(TimeSpan.FromHours(5)), SyncErrors.RateLimited),
            (new PageOutcome.Retry(null), SyncErrors.BadAnswer),
            (new PageOutcome.Unreachable("gone"), SyncErrors.Unreachable),
        })
        {
            await using var opened = await Open();
            opened.Platform.Campaigns = ScriptedPlatform.Some(15);
            await opened.Run();
            opened.Platform.Instead = cursor => cursor == "10" ? outcome : null;
            var start = opened.Time.GetUtcNow();

            var ended = await opened.Run();

            (ended.Status, ended.Error).ShouldBe((SyncStatus.Failed, code));
            (ended.EndedAt!.Value - start).ShouldBeInRange(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(61));
            (await opened.All()).ShouldAllBe(campaign => campaign.RemovedAt == null);
            opened.Platform.Asked.Count.ShouldBeLessThan(30);
        }
    }

    [Fact]
    public async Task What_cannot_pass_fails_at_once()
    {
        foreach (var (outcome, code) in new (PageOutcome, string)[]
        {
            (new PageOutcome.Unauthorized(), SyncErrors.Unauthorized),
            (new PageOutcome.Forbidden("no"), SyncErrors.Unreachable),
            (new PageOutcome.BadAnswer("html"), SyncErrors.BadAnswer),
        })
        {
            await using var opened = await Open();
            opened.Platform.Instead = _ => outcome;

            var ended = await opened.Run();

            (ended.Status, ended.Error).ShouldBe((SyncStatus.Failed, code));
            opened.Platform.Asked.Count.ShouldBe(1);
            (await opened.Begin()).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(40, 7)]
    public async Task Cursors_that_run_in_a_circle_are_noticed(int length, int before)
    {
        await using var opened = await Open();
        opened.Platform.Instead = cursor =>
        {
            var at = cursor is null ? 0 : int.Parse(cursor);
            return new PageOutcome.Page([], (at + 1 >= before + length ? before + 1 : at + 1).ToString());
        };

        var ended = await opened.Run();

        (ended.Status, ended.Error).ShouldBe((SyncStatus.Failed, SyncErrors.BadAnswer));
        ended.Pages.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task A_list_without_end_is_given_up_after_1000_pages()
    {
        await using var opened = await Open();
        opened.Platform.Instead = cursor => new PageOutcome.Page([], (int.Parse(cursor ?? "0") + 1).ToString());

        var ended = await opened.Run();

        (ended.Status, ended.Error, ended.Pages).ShouldBe((SyncStatus.Failed, SyncErrors.BadAnswer, 1000));
    }

    [Fact]
    public async Task Without_the_key_of_its_credentials_it_fails()
    {
        await using var opened = await Open();
        await opened.Connect("lost", keyId: "another");

        (await opened.Run("lost")).Error.ShouldBe(SyncErrors.KeyUnavailable);
        opened.Platform.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_is_taken_away_ends_its_sync()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(15);
        var sync = await opened.Begin();
        await opened.Steps().Continue(sync.SyncId, 0, default);
        await opened.Accounts.Change($"{opened.Owner}/http/acme", account => account.Disconnect("someone", opened.Time.GetUtcNow()));

        (await opened.Go(sync)).Error.ShouldBe(SyncErrors.NotConnected);
    }

    [Fact]
    public async Task A_page_that_was_read_while_its_account_was_taken_away_leaves_no_campaigns()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(15);
        var sync = await opened.Begin();
        opened.Platform.Before = async () =>
        {
            var gone = await opened.Accounts.Change($"{opened.Owner}/http/acme", account => account.Disconnect("someone", opened.Time.GetUtcNow()));
            await opened.Changes.DeleteAll(gone!.ConnectionId, default);
        };

        await opened.Steps().Continue(sync.SyncId, 0, default);

        opened.Platform.Asked.Count.ShouldBe(1);
        (await opened.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_was_cut_off_while_its_account_was_taken_away_leaves_no_campaigns()
    {
        await using var opened = await Open();
        opened.Platform.Campaigns = ScriptedPlatform.Some(15);
        var sync = await opened.Begin();
        await opened.Steps().Continue(sync.SyncId, 0, default);
        (await opened.All()).ShouldNotBeEmpty();
        await opened.Accounts.Change($"{opened.Owner}/http/acme", account => account.Disconnect("someone", opened.Time.GetUtcNow()));

        await opened.Steps().Continue(sync.SyncId, 1, default);

        (await opened.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Campaigns_are_deleted_by_the_connection()
    {
        await using var opened = await Open();
        var other = await opened.Connect("other");
        opened.Platform.Campaigns = ScriptedPlatform.Some(1200);
        opened.Platform.PageSize = 1000;
        await opened.Run("acme", "other");

        await opened.Changes.DeleteAll(other.ConnectionId, default);

        (await opened.All()).ShouldAllBe(campaign => campaign.AccountId == "acme");
        (await opened.All()).Count.ShouldBe(1200);
    }
}

public sealed class Syncing_over_SQLite : SyncingCompliance
{
    private protected override Task<OpenSyncs> Open() => OpenSyncs.Create();
}

[Collection(PostgreSqlCollection.Name)]
public sealed class Syncing_over_PostgreSQL(SharedPostgres postgres) : SyncingCompliance
{
    private protected override async Task<OpenSyncs> Open()
    {
        var database = SharedPostgres.NewDatabase();
        return await OpenSyncs.Create(
            new PostgreSqlEngine(await postgres.ConnectionString, database, NullLogger<PostgreSqlEngine>.Instance), () => postgres.Drop(database));
    }
}

/// <summary>One server, and one database for each test.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlCollection : ICollectionFixture<SharedPostgres>
{
    public const string Name = "PostgreSql";
}
