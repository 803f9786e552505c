using System.Net;
using System.Text;
using Testing;
using Drills.Api;
using Testing.Processes;
using Drills.Receivers;
using Messaging.Client;

namespace Flow.Tests.OneProcess;

[Collection(SharedPlatform.Collection)]
public sealed class When_grants_are_delivered(SharedPlatform shared) : IAsyncLifetime
{
    private const int Users = 40;

    private PlatformHost platform = null!;
    private WebhookReceiver receiver = null!;

    public async Task InitializeAsync()
    {
        receiver = await WebhookReceiver.Start();
        platform = await shared.Healthy();
    }

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    [Fact]
    public async Task A_request_is_fulfilled_when_its_receiver_has_accepted()
    {
        // Its metrics count nothing else.
        await using var own = SharedPlatform.New();
        await own.InitializeAsync();
        receiver.AnswersWith(503, 200);
        var campaign = await Campaign.Start(own.Address, changes: null, Campaign.Delivered(receiver));
        using var user = await campaign.NewUser();

        var id = await campaign.Requested(user);
        await user.Becomes(id, RequestStatus.Fulfilled);

        receiver.Received.ShouldAllBe(r => r.IsSignedWith(WebhookReceiver.Secret) && r.Json.GetProperty("requestId").GetGuid() == id);
        var log = (await campaign.Admin.Get($"/events/requests/{id}/deliveries")).Expect(HttpStatusCode.OK).Items;
        log.Select(a => (a.GetProperty("attempt").GetInt32(), a.GetProperty("status").GetInt32(), a.GetProperty("url").GetString()))
            .ShouldBe([(2, 200, receiver.Url), (1, 503, receiver.Url)]);
        (await user.Get($"/events/requests/{id}/deliveries")).Expect(HttpStatusCode.Forbidden);
        var metrics = (await campaign.Admin.Get("/metrics")).Body;
        metrics.ShouldContain("deliveries_total{outcome=\"accepted\"} 1");
        metrics.ShouldContain("deliveries_total{outcome=\"no_success\"} 1");

        var shown = (await campaign.Admin.Get($"/events/{campaign.EventId}/rewards")).Expect(HttpStatusCode.OK);
        shown.Body.ShouldNotContain(WebhookReceiver.Secret);
        shown.Items[0].GetProperty("delivery").GetProperty("url").GetString().ShouldBe(receiver.Url);
        (await user.Get($"/events/{campaign.EventId}/rewards")).Expect(HttpStatusCode.OK).Items[0].TryGetProperty("delivery", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_secret_is_readable_in_no_file_and_no_log()
    {
        var campaign = await Campaign.Start(platform.Address, changes: null, Campaign.Delivered(receiver));
        using var user = await campaign.NewUser();
        await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);
        await platform.Process.Kill();

        var files = Directory.GetFiles(platform.Folder, "*", SearchOption.AllDirectories);
        files.Count(file => Holds(file, receiver.Url)).ShouldBeGreaterThan(0);
        files.Count(file => Holds(file, WebhookReceiver.Secret)).ShouldBe(0);
        platform.Process.Output.ShouldNotContain(WebhookReceiver.Secret);

        static bool Holds(string file, string text) => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    [Fact]
    public async Task A_request_whose_receiver_refuses_fails_and_takes_everything_back()
    {
        receiver.AnswersWith(422, 200);
        var campaign = await Campaign.Start(
            platform.Address,
            changes: null,
            Campaign.Item("sword", 1) with { Stock = 1, Delivery = Campaign.To(receiver) });
        using var user = await campaign.NewUser();

        var id = await campaign.Requested(user);
        var request = await user.Becomes(id, RequestStatus.Failed);

        request.Timeline[^1].Reason.ShouldBe("DELIVERY_FAILED");
        (await user.Ledger()).Sum(entry => entry.Amount).ShouldBe(0);
        await Wait.Until(
            async () => (await campaign.Admin.Get($"/events/{campaign.EventId}/rewards")).Items[0].GetProperty("remaining").GetInt32() == 1, "the stock to return");
    }

    [Fact]
    public async Task A_revoked_request_is_told_to_its_receiver()
    {
        var campaign = await Campaign.Start(platform.Address, changes: null, Campaign.Delivered(receiver));
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);
        await user.Becomes(id, RequestStatus.Fulfilled);

        await campaign.Admin.Typed.Requests.Revoke(id, "a mistake");

        await Wait.Until(() => receiver.Received.Count == 2, "the notice");
        receiver.Received.Select(r => r.Type).ShouldBe(["reward.granted", "reward.revoked"]);
        receiver.Received[1].Json.GetProperty("grantId").GetString().ShouldBe(receiver.Received[0].Key);
    }

    [Fact]
    public async Task Every_grant_is_delivered_though_the_process_is_killed_in_the_middle()
    {
        var campaign = await Campaign.Start(platform.Address, changes: null, Campaign.Delivered(receiver), Campaign.Badge("survivor"));
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => campaign.NewUser()));

        // Some are accepted before the process dies; the others are in the receiver's hands while it does.
        var received = 0;
        var dead = new TaskCompletionSource();
        receiver.Answer = (_, _) => Interlocked.Increment(ref received) > Users / 4 ? dead.Task : Task.CompletedTask;
        (await Task.WhenAll(users.Select(campaign.Request))).ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        await Wait.Until(() => receiver.Received.Count > Users / 2, "half of the grants to be in the receiver's hands");
        await platform.Process.Kill();
        dead.SetResult();
        await platform.KillAndRestart();

        using var admin = await new ApiClient(platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        await campaign.BecomesFulfilled(Users, TimeSpan.FromSeconds(180), admin);

        var grants = new List<string>();
        foreach (var user in users)
        {
            var ledger = (await admin.Get($"/users/{user.UserId}/ledger")).Expect(HttpStatusCode.OK).Items;
            ledger.Count.ShouldBe(2);
            grants.Add(ledger.Single(entry => entry.GetProperty("type").GetString() == "POINT").GetProperty("id").GetString()!);
        }

        // Each key came, and none but those; the interrupted posts came again under their own.
        receiver.Received.Select(r => r.Key).Distinct().Order().ShouldBe(grants.Order());
        receiver.Received.Count.ShouldBeGreaterThan(Users);
        receiver.Received.ShouldAllBe(r => r.IsSignedWith(WebhookReceiver.Secret) && r.Type == "reward.granted");
    }
}
