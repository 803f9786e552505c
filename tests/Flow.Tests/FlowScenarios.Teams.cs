using System.Net;
using Drills.Api;
using Testing;
using Testing.Processes;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_team_invites_by_mail_and_outlives_its_owner()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        using var owner = await new ApiClient(Address).SignUp();
        using var guest = await new ApiClient(Address).SignUp();
        using var stranger = await new ApiClient(Address).SignUp();
        var team = $"/teams/{(await owner.Post("/teams", new { name = "Crew" })).Expect(HttpStatusCode.Created).Text("id")}";
        (await guest.Get(team)).Expect(HttpStatusCode.NotFound);

        (await owner.Post($"{team}/invite", new { email = guest.Email, role = "ADMIN" })).Expect(HttpStatusCode.Created);
        var token = await MailedLinks.Token(MailFolder, guest.Email, "invitations");
        (await stranger.Post("/invitations/accept", new { token })).Expect(HttpStatusCode.Forbidden).Code.ShouldBe("WRONG_ACCOUNT");
        (await guest.Post("/invitations/accept", new { token })).Expect(HttpStatusCode.OK).Text("role").ShouldBe("ADMIN");
        (await guest.Post("/invitations/accept", new { token })).Expect(HttpStatusCode.BadRequest).Code.ShouldBe("INVALID_TOKEN");
        (await guest.Get(team)).Expect(HttpStatusCode.OK).Json.GetProperty("members").GetArrayLength().ShouldBe(2);
        (await owner.Delete($"{team}/members/{owner.UserId}")).Expect(HttpStatusCode.Conflict).Code.ShouldBe("LAST_OWNER");
        (await guest.Get("/users/me/export")).Expect(HttpStatusCode.OK).Json.GetProperty("teams").EnumerateArray().ShouldHaveSingleItem()
            .GetProperty("name").GetString().ShouldBe("Crew");

        (await admin.Delete($"/users/{owner.UserId}")).Expect(HttpStatusCode.NoContent);

        await Wait.Until(async () => (await guest.Get(team)).Expect(HttpStatusCode.OK).Text("role") == "OWNER", "the team has another owner");
        (await guest.Get($"/users/{guest.UserId}/teams")).Expect(HttpStatusCode.OK).Items.ShouldHaveSingleItem();
        (await guest.Delete(team)).Expect(HttpStatusCode.NoContent);
        (await guest.Get(team)).Expect(HttpStatusCode.NotFound);
    }
}
