using System.Net;
using System.Text.Json;
using Contracts;
using Contracts.Teams;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Teams;

public sealed class Teams_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly Guid id = Guid.NewGuid();

    [Fact]
    public async Task A_team_is_made_shown_renamed_and_deleted()
    {
        var user = await Gateway.SignedIn(Role.User);
        Services.On<CreateTeam>(created => Summary(created.TeamId));
        Services.On<GetTeam>(_ => new TeamDetails(id, "Crew", null, Now, Now, [new MemberDetails(Guid.NewGuid(), null, "a@example.com", TeamRole.Owner, Now)]));
        Services.On<ChangeTeam>(changed => Summary(changed.TeamId));
        Services.On<DeleteTeam>(deleted => new TeamDeleted(deleted.TeamId));
        Services.On<ListTeams>(_ => new TeamList([Summary(id)], "more"));

        var created = await user.Post("/teams", """{"name":"Crew"}""");
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await created.Json()).Names().ShouldBe(["id", "name", "role", "createdAt", "updatedAt"]);
        created.Headers.Location!.ToString().ShouldEndWith($"/teams/{Services.Last<CreateTeam>().TeamId}");

        var team = await user.GetAsync($"/teams/{id}").Json(HttpStatusCode.OK);
        team.Names().ShouldBe(["id", "name", "role", "createdAt", "updatedAt", "members"]);
        team.GetProperty("role").ValueKind.ShouldBe(JsonValueKind.Null);
        team.GetProperty("members")[0].Names().ShouldBe(["userId", "name", "email", "role", "joinedAt"]);
        team.GetProperty("members")[0].GetProperty("role").GetString().ShouldBe("OWNER");

        (await user.Send("PUT", $"/teams/{id}", """{"name":"Staff"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await user.DeleteAsync($"/teams/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await Gateway.SignedIn(Role.Admin)).GetAsync($"/users/{Guid.NewGuid()}/teams").Json(HttpStatusCode.OK)).GetProperty("nextCursor").GetString().ShouldBe("more");
    }

    [Fact]
    public async Task One_s_own_teams_are_listed_and_not_another_s()
    {
        var self = Guid.NewGuid();
        Services.On<ListTeams>(_ => new TeamList([], null));
        var user = await Gateway.SignedIn(self, Role.User);

        await user.GetAsync($"/users/{self}/teams").Json(HttpStatusCode.OK);
        await user.GetAsync($"/users/{Guid.NewGuid()}/teams").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task An_invitation_is_made_listed_sent_again_and_cancelled()
    {
        var (user, invitation) = (await Gateway.SignedIn(Role.User), Guid.NewGuid());
        var details = new InvitationDetails(invitation, "eve@example.com", TeamRole.Member, InvitationStatus.Pending, Guid.NewGuid(), Now, Now);
        Services.On<InviteMember>(_ => details);
        Services.On<ListInvitations>(_ => new InvitationList([details], null));
        Services.On<ResendInvitation>(_ => details);
        Services.On<CancelInvitation>(_ => details);

        var made = await user.Post($"/teams/{id}/invite", """{"email":" eve@example.com ","role":"MEMBER"}""").Json(HttpStatusCode.Created);

        made.Names().ShouldBe(["id", "email", "role", "status", "invitedBy", "createdAt", "expiresAt"]);
        made.GetProperty("status").GetString().ShouldBe("PENDING");
        Services.Last<InviteMember>().ShouldSatisfyAllConditions(sent => sent.Email.ShouldBe("eve@example.com"), sent => sent.TeamId.ShouldBe(id));
        (await user.GetAsync($"/teams/{id}/invitations").Json(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await user.Post($"/teams/{id}/invitations/{invitation}/resend")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await user.DeleteAsync($"/teams/{id}/invitations/{invitation}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_invitation_is_accepted_or_declined()
    {
        var user = await Gateway.SignedIn(Role.User);
        Services.On<AcceptInvitation>(_ => Summary(id));
        Services.On<DeclineInvitation>(_ => new InvitationDetails(Guid.NewGuid(), "e@example.com", TeamRole.Member, InvitationStatus.Declined, id, Now, Now));

        (await user.Post("/invitations/accept", """{"token":"t"}""").Json(HttpStatusCode.OK)).GetProperty("id").GetGuid().ShouldBe(id);
        (await user.Post("/invitations/decline", """{"token":"t"}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Refuse<AcceptInvitation>("WRONG_ACCOUNT");
        await user.Post("/invitations/accept", """{"token":"t"}""").Problem(HttpStatusCode.Forbidden, "WRONG_ACCOUNT");
        Services.Refuse<AcceptInvitation>("INVALID_TOKEN");
        await user.Post("/invitations/accept", """{"token":"t"}""").Problem(HttpStatusCode.BadRequest, "INVALID_TOKEN");
    }

    [Fact]
    public async Task Past_a_bound_is_a_conflict_or_the_time_to_wait()
    {
        var (user, invite, resend) = (await Gateway.SignedIn(Role.User), $"/teams/{id}/invite", $"/teams/{id}/invitations/{Guid.NewGuid()}/resend");
        Services.Refuse<AcceptInvitation>("INVALID_STATE");
        Services.Refuse<InviteMember>("INVALID_STATE");

        await user.Post("/invitations/accept", """{"token":"t"}""").Problem(HttpStatusCode.Conflict, "INVALID_STATE");
        await user.Post(invite, """{"email":"eve@example.com","role":"MEMBER"}""").Problem(HttpStatusCode.Conflict, "INVALID_STATE");

        var later = new Refused("RATE_LIMITED", "Later.", Data: new Dictionary<string, JsonElement> { ["retryAfter"] = JsonSerializer.SerializeToElement(77) });
        Services.On<InviteMember>(_ => later);
        Services.On<ResendInvitation>(_ => later);
        foreach (var refused in new[] { await user.Post(invite, """{"email":"eve@example.com","role":"MEMBER"}"""), await user.Post(resend) })
        {
            await refused.Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
            refused.Headers.RetryAfter!.ToString().ShouldBe("77");
        }
    }

    [Fact]
    public async Task A_member_s_role_is_changed_and_a_member_is_taken_out()
    {
        var (user, member) = (await Gateway.SignedIn(Role.User), Guid.NewGuid());
        Services.On<ChangeMember>(changed => new MemberDetails(changed.UserId, null, "e@example.com", changed.Role, Now));
        Services.On<RemoveMember>(removed => new MemberRemoved(removed.TeamId, removed.UserId));

        (await user.Send("PUT", $"/teams/{id}/members/{member}", """{"role":"ADMIN"}""").Json(HttpStatusCode.OK)).GetProperty("role").GetString().ShouldBe("ADMIN");
        (await user.DeleteAsync($"/teams/{id}/members/{member}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Refuse<RemoveMember>("LAST_OWNER");
        await user.DeleteAsync($"/teams/{id}/members/{member}").Problem(HttpStatusCode.Conflict, "LAST_OWNER");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_once()
    {
        var user = await Gateway.SignedIn(Role.User);

        (await user.Post("/teams", """{"name":" ","owner":"me"}""").Faults()).ShouldBe(["name", "owner"]);
        (await user.Send("PUT", $"/teams/{id}", "{}").Faults()).ShouldBe(["name"]);
        (await user.Post($"/teams/{id}/invite", """{"email":"eve","role":"OWNER"}""").Faults()).ShouldBe(["email", "role"]);
        (await user.Post($"/teams/{id}/invite", """{"role":"KING"}""").Faults()).ShouldBe(["email", "role"]);
        (await user.Send("PUT", $"/teams/{id}/members/{id}", """{"role":"KING"}""").Faults()).ShouldBe(["role"]);
        (await user.Post("/invitations/accept", "{}").Faults()).ShouldBe(["token"]);
        Services.ReceivedCount.ShouldBe(0);
    }

    private static TeamSummary Summary(Guid id) => new(id, "Crew", TeamRole.Owner, Now, Now);
}
