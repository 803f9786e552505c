using System.Net;
using Drills.Api;
using Testing;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

[Collection(SharedPlatform.Collection)]
public sealed class When_those_who_watch_are_cut_off(SharedPlatform shared) : IAsyncLifetime
{
    private const int Viewers = 20;

    private PlatformHost platform = null!;

    public async Task InitializeAsync() => platform = await shared.Healthy();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_session_ends_and_its_seconds_are_activities_once()
    {
        using var admin = await Admin();
        var stage = $"/stages/{(await admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id")}";
        var viewers = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(_ => Viewer(stage)));
        await Wait.Until(
            async () => (await Task.WhenAll(viewers.Select(viewer => viewer.User.Post($"{viewer.Session}/heartbeat")))).All(answer => answer.Status == HttpStatusCode.NoContent)
                && (await admin.Get($"{stage}/sessions?limit=100")).Items.All(session => session.GetProperty("watchSeconds").GetInt64() >= 2),
            "each to have watched two seconds");

        // Killed with leaves in every state; the other half is never heard of again.
        var leaving = Task.WhenAll(viewers[..(Viewers / 2)].Select(viewer => Leave(viewer.User, viewer.Session)));
        await Wait.Until(async () => (await admin.Get($"{stage}/sessions?open=false&limit=100")).Items.Count > 0, "one to have left");
        await platform.KillAndRestart();
        await leaving;

        using var later = await Admin();
        await Wait.Until(async () => (await later.Get($"{stage}/sessions?open=true")).Expect(HttpStatusCode.OK).Items.Count == 0, "every session to end", TimeSpan.FromSeconds(90));
        foreach (var session in (await later.Get($"{stage}/sessions?limit=100")).Items)
        {
            var seconds = session.GetProperty("watchSeconds").GetInt64();
            await Wait.Until(async () => await Recorded(later, session.GetProperty("userId").GetString()!) == seconds, $"{seconds} seconds to be recorded");
        }

        (await later.Get($"{stage}/stats")).Json.GetProperty("viewers").GetInt32().ShouldBe(0);
    }

    private Task<ApiClient> Admin() => new ApiClient(platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);

    private async Task<(ApiClient User, string Session)> Viewer(string stage)
    {
        var user = await new ApiClient(platform.Address).SignUp();
        var token = (await user.Post($"{stage}/tokens", new { capabilities = new[] { "SUBSCRIBE" } })).Expect(HttpStatusCode.Created).Text("token");
        return (user, $"{stage}/sessions/{(await user.Post($"{stage}/sessions", new { token })).Expect(HttpStatusCode.Created).Text("id")}");
    }

    private static async Task Leave(ApiClient user, string session)
    {
        try
        {
            await user.Delete(session);
        }
        catch (HttpRequestException)
        {
            // The process is dead.
        }
    }

    private static async Task<long> Recorded(ApiClient admin, string userId) =>
        (await admin.Get($"/users/{userId}/activities?type=watch&limit=100")).Expect(HttpStatusCode.OK).Items
            .Sum(activity => activity.GetProperty("data").GetProperty("seconds").GetInt64());
}
