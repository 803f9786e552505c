using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Drills.Api;
using Testing;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    private static readonly object ToWatch = new { capabilities = new[] { "SUBSCRIBE" } };

    [Fact]
    public async Task A_stage_is_watched_and_closed()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        using var user = await new ApiClient(Address).SignUp();
        var stage = $"/stages/{(await admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id")}";
        var token = (await user.Post($"{stage}/tokens", ToWatch)).Expect(HttpStatusCode.Created).Text("token");

        var session = (await user.Post($"{stage}/sessions", new { token })).Expect(HttpStatusCode.Created).Text("id");
        (await user.Post($"{stage}/sessions", new { token })).Expect(HttpStatusCode.OK).Text("id").ShouldBe(session);
        (await user.Post($"{stage}/sessions/{session}/heartbeat")).Expect(HttpStatusCode.NoContent);
        (await user.Get($"{stage}/stats")).Expect(HttpStatusCode.OK).Json.GetProperty("viewers").GetInt32().ShouldBe(1);
        (await admin.Post($"{stage}/close")).Expect(HttpStatusCode.OK).Text("status").ShouldBe("CLOSED");

        (await user.Post($"{stage}/sessions/{session}/heartbeat")).Expect(HttpStatusCode.Conflict).Code.ShouldBe("SESSION_ENDED");
        (await user.Post($"{stage}/sessions", new { token })).Expect(HttpStatusCode.Conflict).Code.ShouldBe("STAGE_CLOSED");
        (await user.Get($"/users/{user.UserId}/viewer-sessions")).Expect(HttpStatusCode.OK).Items.ShouldHaveSingleItem().GetProperty("leftAt").ValueKind.ShouldBe(JsonValueKind.String);
        (await admin.Get($"{stage}/tokens")).Expect(HttpStatusCode.OK).Body.ShouldNotContain(token);
    }

    [Fact]
    public async Task A_token_of_one_kind_is_none_of_another()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        using var user = await new ApiClient(Address).SignUp();
        var stage = $"/stages/{(await admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id")}";
        var issued = (await user.Post($"{stage}/tokens", ToWatch)).Expect(HttpStatusCode.Created);

        using var other = new ApiClient(Address).With(issued.Text("token"));
        (await other.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await user.Post($"{stage}/sessions", new { token = user.AccessToken })).Expect(HttpStatusCode.Unauthorized).Code.ShouldBe("INVALID_STAGE_TOKEN");
        (await user.Delete($"{stage}/tokens/{issued.Text("participantId")}")).Expect(HttpStatusCode.NoContent);
        (await user.Post($"{stage}/sessions", new { token = issued.Text("token") })).Expect(HttpStatusCode.Unauthorized).Code.ShouldBe("INVALID_STAGE_TOKEN");
    }

    [Fact]
    public async Task Who_watches_a_stage_earns_a_drop_meanwhile()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var id = (await admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id");
        var campaign = await Campaign.Start(Address, terms => terms with { Condition = Campaign.Watched(id, seconds: 2) });
        using var user = await campaign.NewUser();
        var token = (await user.Post($"/stages/{id}/tokens", ToWatch)).Expect(HttpStatusCode.Created).Text("token");
        var session = $"/stages/{id}/sessions/{(await user.Post($"/stages/{id}/sessions", new { token })).Expect(HttpStatusCode.Created).Text("id")}";

        var refused = (await campaign.Request(user)).Expect(HttpStatusCode.UnprocessableEntity);
        refused.Json.GetProperty("evaluation").GetProperty("condition").GetProperty("actual").GetInt64().ShouldBe(0);
        await Wait.Until(
            async () => (await user.Post($"{session}/heartbeat")).Status == HttpStatusCode.NoContent
                && await Counted() >= 2,
            "two seconds to count");
        await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);

        var watched = (await user.Delete(session)).Expect(HttpStatusCode.OK).Json.GetProperty("watchSeconds").GetInt64();

        await Wait.Until(async () => await Counted() == watched, $"{watched} seconds to count");

        async Task<long> Counted() =>
            (await user.Get($"/events/{campaign.EventId}/progress")).Expect(HttpStatusCode.OK).Json.GetProperty("condition").GetProperty("actual").GetInt64();
    }

    [Fact]
    public async Task Credentials_for_TURN_are_issued_up_to_five_and_verified()
    {
        using var user = await new ApiClient(Address).SignUp();
        var issued = (await user.Post("/turn/credentials", new { })).Expect(HttpStatusCode.Created);
        for (var more = 1; more < 5; more++)
        {
            (await user.Post("/turn/credentials", new { })).Expect(HttpStatusCode.Created);
        }

        (await user.Post("/turn/credentials", new { })).Expect(HttpStatusCode.Conflict).Code.ShouldBe("TURN_SESSIONS_EXCEEDED");
        (await user.Get($"/turn?service=turn&username=janus&key={TestAccounts.TurnServiceKey}")).Expect(HttpStatusCode.OK).Text("username").ShouldEndWith(":janus");
        using var server = new HttpClient { BaseAddress = Address };
        server.DefaultRequestHeaders.Add("X-Service-Key", TestAccounts.TurnServiceKey);
        var verified = await server.PostAsJsonAsync("/turn/validate", new { username = issued.Text("username"), credential = issued.Text("credential") });
        (await verified.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("userId").GetGuid().ShouldBe(user.UserId);
    }
}
