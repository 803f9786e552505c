using System.Net;
using System.Text.Json;
using Testing;
using Drills.Api;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests.OneProcess;

[Collection(SharedPlatform.Collection)]
public sealed class When_Platform_is_killed(SharedPlatform shared) : IAsyncLifetime
{
    private PlatformHost platform = null!;

    public async Task InitializeAsync() => platform = await shared.Healthy();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_accepted_request_is_fulfilled_once()
    {
        var campaign = await Campaign.Start(platform.Address, changes: null, Campaign.Points(10), Campaign.Badge("survivor"));
        var users = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => campaign.NewUser()));

        // The process dies the moment the last of 100 answers has come, with their sagas in every state.
        var answers = await Task.WhenAll(users.Select(campaign.Request));
        await platform.Process.Kill();
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);

        await platform.KillAndRestart();
        using var admin = await new ApiClient(platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        await campaign.BecomesFulfilled(100, TimeSpan.FromSeconds(60), admin);
        foreach (var user in users)
        {
            var ledger = (await admin.Get($"/users/{user.UserId}/ledger")).Expect(HttpStatusCode.OK).Items;
            ledger.Count.ShouldBe(2);
            ledger.Select(entry => entry.GetProperty("rewardId").GetString()).Distinct().Count().ShouldBe(2);
        }

        // What was counted when it died, and what was not.
        JsonElement report = default;
        await Wait.Until(
            async () => (report = (await admin.Get($"/events/{campaign.EventId}/report")).Expect(HttpStatusCode.OK).Json).GetProperty("byStatus").GetProperty("FULFILLED").GetInt64() >= 100,
            () => $"the report to have 100 requests, and not {report}");
        (report.GetProperty("requests").GetInt64(), report.GetProperty("points").GetInt64(), report.GetProperty("users").GetInt64(), report.GetProperty("granted").GetProperty("BADGE").GetInt64())
            .ShouldBe((100, 1000, 100, 100));
    }

    [Fact]
    public async Task Stock_100_is_granted_100_times_of_1000()
    {
        var rush = await Rush.Gather(platform.Address);

        // Killed with some hundred requests accepted and none, or some, of the stock claimed.
        var requests = rush.RequestAll();
        await rush.HasBeenAccepted(Rush.Size / 3);
        await platform.Process.Kill();
        await platform.KillAndRestart();
        await requests;

        await rush.StockIsGrantedExactly(TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task A_manual_request_still_waits_and_can_be_approved()
    {
        var campaign = await Campaign.Start(platform.Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);

        await platform.KillAndRestart();

        using var admin = await new ApiClient(platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        await admin.Typed.Requests.Approve(id);
        await admin.Becomes(id, RequestStatus.Fulfilled);
    }
}
