using System.Net;
using Drills.Api;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>The flow over REST, the same however the platform runs.</summary>
public abstract partial class FlowScenarios
{
    /// <summary>Where the Gateway answers.</summary>
    protected abstract Uri Address { get; }

    /// <summary>Where mails are written to.</summary>
    protected abstract string MailFolder { get; }

    [Fact]
    public async Task A_requested_reward_of_each_type_is_granted()
    {
        var campaign = await Campaign.Start(
            Address, changes: null, Campaign.Points(250), Campaign.Item("sword", 2), Campaign.Coupon("WELCOME"), Campaign.Badge("first"));
        using var user = await campaign.NewUser();

        var accepted = (await campaign.Request(user)).Expect(HttpStatusCode.Created);
        accepted.Text("status").ShouldBe("PENDING");
        accepted.Location!.ToString().ShouldEndWith($"/events/requests/{accepted.Text("id")}");

        var request = await user.Becomes(accepted.Id, RequestStatus.Fulfilled);
        request.Statuses().ShouldBe([RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Fulfilled]);
        request.Rewards.ShouldAllBe(reward => reward.Granted);

        var wallet = await user.Typed.Wallets.Mine();
        wallet.Points.ShouldBe(250);
        wallet.Items.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        wallet.Coupons.ShouldHaveSingleItem().Code.ShouldBe("WELCOME");
        wallet.Badges.ShouldBe(["first"]);
        (await user.Ledger()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Of_64_simultaneous_requests_of_one_user_one_is_accepted()
    {
        var campaign = await Campaign.Start(Address);
        using var user = await campaign.NewUser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => campaign.Request(user)));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer is { Status: HttpStatusCode.Conflict, Code: "ALREADY_REQUESTED" }).ShouldBe(63);
        await user.Becomes(answers.Single(answer => answer.Status == HttpStatusCode.Created).Id, RequestStatus.Fulfilled);
        (await user.Ledger()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_manual_request_waits_for_an_operator()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);

        (await user.Post($"/events/requests/{id}/approve")).Expect(HttpStatusCode.Forbidden);
        var decided = (await campaign.Admin.Post($"/events/requests/{id}/approve", new { reason = "well played" })).Expect(HttpStatusCode.OK);
        decided.Text("status").ShouldBe("APPROVED");
        (await campaign.Admin.Post($"/events/requests/{id}/reject", new { reason = "too late" })).Expect(HttpStatusCode.Conflict).Code.ShouldBe("ALREADY_DECIDED");

        var request = await user.Becomes(id, RequestStatus.Fulfilled);
        request.Timeline[1].Actor.ShouldBe($"{campaign.Admin.UserId}");
        request.Timeline[1].Reason.ShouldBe("well played");
    }

    [Fact]
    public async Task Changes_roles_and_decisions_are_audited_in_a_chain_that_holds()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        (await campaign.Admin.Patch($"/events/{campaign.EventId}", new { name = "Renamed" })).Expect(HttpStatusCode.OK);
        var id = await campaign.Requested(user);
        await campaign.Admin.Typed.Requests.Approve(id);
        (await campaign.Admin.Put($"/users/{user.UserId}/roles", new { roles = new[] { "USER", "AUDITOR" } })).Expect(HttpStatusCode.OK);
        using var auditor = await new ApiClient(Address).LogIn(user.Email, ApiClient.Password);

        await Audited($"event:{campaign.EventId}", "event.updated", "event.created");
        await Audited($"request:{id}", "request.approved");
        var roles = await Audited($"user:{user.UserId}", "roles.changed");
        roles.GetProperty("actor").GetString().ShouldBe(campaign.Admin.UserId.ToString());
        roles.GetProperty("after").GetProperty("roles").GetArrayLength().ShouldBe(2);
        roles.GetProperty("traceId").GetString()!.Length.ShouldBe(32);

        var verified = (await auditor.Get("/audit/verify")).Expect(HttpStatusCode.OK).Json;
        verified.GetProperty("valid").GetBoolean().ShouldBeTrue();
        var lines = (await auditor.Get("/audit/export")).Expect(HttpStatusCode.OK).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.LongLength.ShouldBeGreaterThanOrEqualTo(verified.GetProperty("entries").GetInt64());
        lines.Count(line => line.Contains($"request:{id}", StringComparison.Ordinal)).ShouldBe(1);

        async Task<System.Text.Json.JsonElement> Audited(string target, params string[] actions)
        {
            IReadOnlyList<System.Text.Json.JsonElement> entries = [];
            await Testing.Wait.Until(
                async () => (entries = (await auditor.Get($"/audit?target={target}")).Expect(HttpStatusCode.OK).Items).Count == actions.Length, $"the entries of {target}");
            entries.Select(entry => entry.GetProperty("action").GetString()).ShouldBe(actions);
            return entries[0];
        }
    }

    [Fact]
    public async Task A_rejected_request_is_granted_nothing()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);

        (await campaign.Admin.Post($"/events/requests/{id}/reject", new { reason = "not this time" })).Expect(HttpStatusCode.OK).Text("status").ShouldBe("REJECTED");

        (await user.Becomes(id, RequestStatus.Rejected)).Statuses().ShouldBe([RequestStatus.Pending, RequestStatus.Rejected]);
        (await user.Ledger()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_request_makes_room_for_another()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        var first = await campaign.Requested(user);

        (await user.Post($"/events/requests/{first}/cancel")).Expect(HttpStatusCode.OK).Text("status").ShouldBe("CANCELLED");
        (await user.Post($"/events/requests/{first}/cancel")).Expect(HttpStatusCode.Conflict).Code.ShouldBe("INVALID_STATE");
        (await campaign.Admin.Post($"/events/requests/{first}/approve")).Expect(HttpStatusCode.Conflict).Code.ShouldBe("ALREADY_DECIDED");

        (await campaign.Requested(user)).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_manual_request_expires_at_its_deadline()
    {
        var campaign = await Campaign.Start(Address, terms => Campaign.Manual(terms) with { ApprovalDeadlineSeconds = 1 });
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);

        var request = await user.Becomes(id, RequestStatus.Rejected);

        request.Timeline[^1].Actor.ShouldBe("system");
        request.Timeline[^1].Reason.ShouldBe("APPROVAL_EXPIRED");
    }

    [Fact]
    public async Task Of_racing_decisions_exactly_one_wins()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => i % 2 == 0
            ? campaign.Admin.Post($"/events/requests/{id}/approve")
            : campaign.Admin.Post($"/events/requests/{id}/reject", new { reason = "no" })));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer is { Status: HttpStatusCode.Conflict, Code: "ALREADY_DECIDED" }).ShouldBe(15);
        var winner = answers.Single(answer => answer.Status == HttpStatusCode.OK).Text("status");
        await user.Becomes(id, winner == "APPROVED" ? RequestStatus.Fulfilled : RequestStatus.Rejected);
    }

    [Fact]
    public async Task A_repeated_idempotency_key_gets_the_first_answer()
    {
        var campaign = await Campaign.Start(Address);
        using var user = await campaign.NewUser();
        var path = $"/events/{campaign.EventId}/request";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => user.Post(path, idempotencyKey: "once")));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Select(answer => answer.Text("id")).Distinct().Count().ShouldBe(1);
        (await user.Post(path)).Expect(HttpStatusCode.Conflict).Code.ShouldBe("ALREADY_REQUESTED");
    }

    [Fact]
    public Task A_stream_tells_each_change_of_the_callers_requests() => ApprovalStream.TellsEachChange(Address, streaming: Address);

    [Fact]
    public async Task A_new_login_ends_the_previous_session()
    {
        var email = $"user-{Guid.NewGuid():N}@example.com";
        using var first = await new ApiClient(Address).SignUp(email);
        (await first.Get("/auth/me")).Expect(HttpStatusCode.OK);

        using var second = await new ApiClient(Address).LogIn(email, ApiClient.Password);

        (await first.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await second.Get("/auth/me")).Expect(HttpStatusCode.OK);
        (await second.Post("/auth/logout")).Expect(HttpStatusCode.NoContent);
        (await second.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await second.Post("/auth/refresh", new { refreshToken = second.RefreshToken })).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_change_of_roles_ends_the_access_token_and_the_refresh_token_yields_the_new_roles()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        using var user = await new ApiClient(Address).SignUp();

        (await admin.Put($"/users/{user.UserId}/roles", new { roles = new[] { "USER", "OPERATOR" } })).Expect(HttpStatusCode.OK);

        (await user.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        var session = (await user.Post("/auth/refresh", new { refreshToken = user.RefreshToken })).Expect(HttpStatusCode.OK).Json;
        session.GetProperty("user").GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["USER", "OPERATOR"]);
    }

    [Fact]
    public async Task The_tokens_of_a_deleted_user_are_refused_and_what_was_granted_stays_written()
    {
        var campaign = await Campaign.Start(Address, changes: null, Campaign.Points(10));
        using var user = await campaign.NewUser();
        await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);

        await campaign.Admin.Typed.Users.Delete(user.UserId);

        (await user.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await user.Post("/auth/refresh", new { refreshToken = user.RefreshToken })).Expect(HttpStatusCode.Unauthorized);
        (await user.Post("/auth/login", new { email = user.Email, password = ApiClient.Password })).Expect(HttpStatusCode.Unauthorized);
        (await campaign.Admin.Get($"/users/{user.UserId}")).Expect(HttpStatusCode.NotFound);
        (await campaign.Admin.Delete($"/users/{user.UserId}")).Expect(HttpStatusCode.NotFound).Code.ShouldBe("NOT_FOUND");
        (await campaign.Admin.Get($"/users/{user.UserId}/ledger")).Expect(HttpStatusCode.OK).Items.ShouldHaveSingleItem();
        using var next = await new ApiClient(Address).SignUp(user.Email);
        next.UserId.ShouldNotBe(user.UserId);
    }

    [Fact]
    public async Task An_open_request_of_a_deleted_user_is_cancelled_and_his_data_is_erased()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        await campaign.Admin.Typed.Activities.Record(new Activity(
            user.UserId, "purchase", new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), "order 1", new Dictionary<string, DataValue> { ["item"] = "a gift" }));
        var id = await campaign.Requested(user);

        await campaign.Admin.Typed.Users.Delete(user.UserId);

        var request = await campaign.Admin.Typed.Requests.Get(id);
        request.Statuses().ShouldBe([RequestStatus.Pending, RequestStatus.Cancelled]);
        request.Timeline[1].Reason.ShouldBe("USER_DELETED");
        (await campaign.Admin.Post($"/events/requests/{id}/approve")).Expect(HttpStatusCode.Conflict).Code.ShouldBe("ALREADY_DECIDED");
        (await campaign.Admin.Get($"/users/{user.UserId}/activities?type=purchase")).Expect(HttpStatusCode.OK).Body.ShouldNotContain("a gift");
    }
}
