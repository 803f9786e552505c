using System.Net;
using System.Text.Json;
using Drills.Api;
using Testing;
using Testing.Servers;

namespace Flow.Tests.RealParts;

public sealed class When_campaigns_are_synced(SharedDeployment shared) : OnSharedDeployment(shared)
{
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_sync_goes_on_from_its_last_page_after_kill_9_of_CampaignService()
    {
        await using var platform = await ListingPlatform.Start(campaigns: 600, pageSize: 100);
        using var owner = await new ApiClient(Deployment.Address).SignUp();
        await Connect(owner, platform, "acme");
        var (reached, dead) = (new TaskCompletionSource(), new TaskCompletionSource());
        platform.Before = from =>
        {
            if (from != 300 || dead.Task.IsCompleted)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return dead.Task;
        };

        var sync = await Begin(owner);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Deployment.CampaignService.Kill();
        dead.SetResult();
        (await owner.Get($"/users/{owner.UserId}/platforms/http/campaigns")).Status.ShouldBe(HttpStatusCode.GatewayTimeout);
        Deployment.CampaignService.Start();
        await Deployment.CampaignService.Ready();
        var running = (await owner.Get($"/syncs/{sync}")).Expect(HttpStatusCode.OK).Json;
        (running.GetProperty("status").GetString(), running.GetProperty("fetched").GetInt32()).ShouldBe(("RUNNING", 300));

        var ended = await Ended(owner, sync);

        (Number(ended, "pages"), Number(ended, "fetched"), Number(ended, "created"), Number(ended, "updated"), Number(ended, "removed")).ShouldBe((6, 600, 600, 0, 0));
        platform.Asked.ShouldBe([0, 100, 200, 300, 300, 400, 500]);
        (await owner.Get($"/users/{owner.UserId}/platforms/http/campaigns?q=campaign%20599")).Expect(HttpStatusCode.OK).Items.ShouldHaveSingleItem();
    }

    /// <summary>Not even at a page that is answered slowly, while both sweeps look for what is due.</summary>
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task No_two_instances_read_an_account_at_once()
    {
        var second = await Deployment.Another("CampaignService");
        try
        {
            await using var platform = await ListingPlatform.Start(campaigns: 120, pageSize: 10);
            var owners = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new ApiClient(Deployment.Address).SignUp()));
            await Task.WhenAll(owners.Select(owner => Connect(owner, platform, "acme")));

            var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
            platform.Before = from => from == 50 && held.TrySetResult() ? release.Task : Task.CompletedTask;

            // Asked for several times at once, one of which wins.
            var begun = await Task.WhenAll(owners.SelectMany(owner => Enumerable.Range(0, 3).Select(_ => owner.Post($"/users/{owner.UserId}/platforms/http/campaigns/sync", new { accountId = "acme" }))));

            begun.Count(answer => answer.Status == HttpStatusCode.Accepted).ShouldBe(6);
            begun.Where(answer => answer.Status != HttpStatusCode.Accepted).ShouldAllBe(answer => answer.Code == "SYNC_RUNNING");
            await held.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await IsSwept();
            release.SetResult();
            foreach (var (owner, sync) in owners.Zip(begun.Where(answer => answer.Status == HttpStatusCode.Accepted)))
            {
                var ended = await Ended(owner, sync.Json.GetProperty("id").GetGuid());
                (Number(ended, "pages"), Number(ended, "created")).ShouldBe((12, 120));
            }

            platform.MostReaders.ShouldBe(1);
            platform.Asked.Count.ShouldBe(6 * 12);
        }
        finally
        {
            await Deployment.Remove(second);
        }
    }

    /// <summary>A sync that begins now fails twice and goes on, which is 2 s and 4 s later, when a sweep finds it due.</summary>
    private async Task IsSwept()
    {
        await using var failing = await ListingPlatform.Start(campaigns: 1, pageSize: 1);
        failing.Before = _ => failing.Asked.Count < 3 ? throw new InvalidOperationException("It fails.") : Task.CompletedTask;
        using var owner = await new ApiClient(Deployment.Address).SignUp();
        await Connect(owner, failing, "acme");

        await Ended(owner, await Begin(owner));

        failing.Asked.Count.ShouldBe(3);
    }

    private static async Task Connect(ApiClient owner, ListingPlatform platform, string accountId)
    {
        (await owner.Post($"/users/{owner.UserId}/platforms/http/configs", new { name = "Local", settings = new { baseUrl = platform.Url } })).Expect(HttpStatusCode.Created);
        (await owner.Put($"/users/{owner.UserId}/platforms/http/credentials/{accountId}", new { credentials = new { token = $"of-{owner.UserId}" } })).Expect(HttpStatusCode.Created);
    }

    private static async Task<Guid> Begin(ApiClient owner) =>
        (await owner.Post($"/users/{owner.UserId}/platforms/http/campaigns/sync", new { accountId = "acme" })).Expect(HttpStatusCode.Accepted).Json.GetProperty("id").GetGuid();

    /// <summary>What was cut off is taken up when its time has passed, which is 40 s.</summary>
    private static async Task<JsonElement> Ended(ApiClient owner, Guid sync)
    {
        JsonElement seen = default;
        await Wait.Until(
            async () => (seen = (await owner.Get($"/syncs/{sync}")).Expect(HttpStatusCode.OK).Json).GetProperty("status").GetString() == "SUCCEEDED",
            () => $"the end of {seen}",
            TimeSpan.FromSeconds(120));
        return seen;
    }

    private static int Number(JsonElement sync, string name) => sync.GetProperty(name).GetInt32();
}
