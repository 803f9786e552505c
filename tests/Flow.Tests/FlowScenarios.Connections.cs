using System.Net;
using Drills.Api;
using Testing;
using Testing.Processes;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task Accounts_on_platforms_are_connected_and_go_with_their_team_and_their_user()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        using var owner = await new ApiClient(Address).SignUp();
        using var stranger = await new ApiClient(Address).SignUp();
        using var machine = new ApiClient(Address).With(
            (await admin.Post("/service-accounts", new { name = "reader", permissions = new[] { "campaigns:read" } })).Expect(HttpStatusCode.Created).Text("key"));
        var team = $"/teams/{(await owner.Post("/teams", new { name = "Crew" })).Expect(HttpStatusCode.Created).Text("id")}";
        var before = await RecordsOf(admin);
        (await owner.Get("/platforms")).Expect(HttpStatusCode.OK).Items.ShouldContain(platform => platform.GetProperty("id").GetString() == "http");

        foreach (var of in new[] { team, $"/users/{owner.UserId}" })
        {
            (await owner.Post($"{of}/platforms/http/configs", new { name = "Live", settings = new { baseUrl = "https://ads.example.com" } }))
                .Expect(HttpStatusCode.Created).Json.GetProperty("current").GetBoolean().ShouldBeTrue();
            (await owner.Post($"{of}/platforms/http/configs", new { name = "Wrong", settings = new { region = "eu" } })).Expect(HttpStatusCode.BadRequest).Code.ShouldBe("VALIDATION_FAILED");
            var credentials = $"{of}/platforms/http/credentials";
            (await owner.Put($"{credentials}/acme-1", new { credentials = new { token = "a-token" }, syncEveryMinutes = 60 })).Expect(HttpStatusCode.Created).Text("status").ShouldBe("ACTIVE");
            (await owner.Put($"{credentials}/acme-1", new { credentials = new { token = "another" } })).Expect(HttpStatusCode.OK);
            (await owner.Get(credentials)).Expect(HttpStatusCode.OK).Items.ShouldHaveSingleItem();
            (await machine.Get(credentials)).Expect(HttpStatusCode.OK).Items.ShouldHaveSingleItem();
            (await machine.Delete($"{credentials}/acme-1")).Expect(HttpStatusCode.Forbidden);
            (await stranger.Get(credentials)).Expect(HttpStatusCode.NotFound);
            (await stranger.Put($"{credentials}/acme-1", new { credentials = new { token = "mine" } })).Expect(HttpStatusCode.NotFound);
        }

        (await RecordsOf(admin)).ShouldBe(before + 2);
        (await owner.Get("/users/me/export")).Expect(HttpStatusCode.OK).Json.GetProperty("connections").GetArrayLength().ShouldBe(1);
        (await admin.Post("/operations/keys/rewrap")).Expect(HttpStatusCode.Accepted);
        await Wait.Until(
            async () => (await admin.Get("/audit?action=connection.created&limit=100")).Expect(HttpStatusCode.OK).Items.Count(entry => entry.GetProperty("actor").GetString() == $"{owner.UserId}") == 2,
            "the entries of both");

        (await owner.Delete(team)).Expect(HttpStatusCode.NoContent);
        await Wait.Until(async () => await RecordsOf(admin) == before + 1, "the team's credentials are gone");
        (await admin.Delete($"/users/{owner.UserId}")).Expect(HttpStatusCode.NoContent);
        await Wait.Until(async () => await RecordsOf(admin) == before, "the user's credentials are gone");
    }

    private static async Task<long> RecordsOf(ApiClient admin) =>
        (await admin.Get("/operations/keys")).Expect(HttpStatusCode.OK).Json.EnumerateArray().Sum(key => key.GetProperty("records").GetInt64());
}
