using System.Net;
using System.Text.Json;
using Contracts;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Accounts;

public sealed class Mailed_links_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    [Fact]
    public async Task A_token_verifies_an_address()
    {
        Services.On<VerifyEmail>(_ => new EmailVerified(Guid.NewGuid()));

        (await Gateway.Anonymous().Post("/auth/verify-email", """{"token":"t"}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<VerifyEmail>().ShouldBe(new VerifyEmail("t"));
    }

    [Theory]
    [InlineData("/auth/verify-email", """{"token":"t"}""")]
    [InlineData("/auth/password/reset", """{"token":"t","newPassword":"Passw0rd"}""")]
    public async Task A_token_that_does_not_count_is_400(string path, string body)
    {
        Services.Refuse<VerifyEmail>("INVALID_TOKEN");
        Services.Refuse<ResetPassword>("INVALID_TOKEN");

        await Gateway.Anonymous().Post(path, body).Problem(HttpStatusCode.BadRequest, "INVALID_TOKEN");
    }

    [Theory]
    [InlineData("/auth/verify-email", """{}""", "token")]
    [InlineData("/auth/password/reset", """{"newPassword":"x"}""", "newPassword,token")]
    [InlineData("/auth/password/forgot", """{}""", "email")]
    [InlineData("/auth/password/forgot", """{"email":"no"}""", "email")]
    public async Task What_is_wrong_is_told_at_once(string path, string body, string fields)
    {
        (await Gateway.Anonymous().Post(path, body).Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task Another_mail_is_accepted_and_refused_with_the_time_to_wait()
    {
        var id = Guid.NewGuid();
        var client = await Gateway.SignedIn(id, Role.User);
        Services.On<RequestVerification>(message => new VerificationRequested(message.UserId));
        (await client.Post("/auth/verify-email/resend", "")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Services.Last<RequestVerification>().UserId.ShouldBe(id);

        Services.On<RequestVerification>(_ => new Refused("RATE_LIMITED", "Later.", Data: new Dictionary<string, JsonElement> { ["retryAfter"] = JsonSerializer.SerializeToElement(77) }));
        var late = await client.Post("/auth/verify-email/resend", "");
        late.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        late.Headers.RetryAfter!.ToString().ShouldBe("77");

        Services.Refuse<RequestVerification>("ALREADY_VERIFIED");
        await client.Post("/auth/verify-email/resend", "").Problem(HttpStatusCode.Conflict, "ALREADY_VERIFIED");
    }

    [Fact]
    public async Task A_forgotten_password_is_always_accepted()
    {
        Services.On<RequestPasswordReset>(_ => new PasswordResetRequested(Guid.NewGuid()));

        var response = await Gateway.Anonymous().Post("/auth/password/forgot", """{"email":"Ada@example.com"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        Services.Last<RequestPasswordReset>().Email.ShouldBe("Ada@example.com");
    }

    [Fact]
    public async Task A_new_password_is_set()
    {
        Services.On<ResetPassword>(_ => new PasswordChanged(Guid.NewGuid()));

        (await Gateway.Anonymous().Post("/auth/password/reset", """{"token":"t","newPassword":"Passw0rd"}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<ResetPassword>().ShouldBe(new ResetPassword("t", "Passw0rd"));
    }

    [Theory]
    [InlineData("""{"name":"Ada"}""", "Ada")]
    [InlineData("""{"name":null}""", null)]
    public async Task One_s_own_name_is_set_and_taken_away(string body, string? name)
    {
        var id = Guid.NewGuid();
        Services.On<ChangeProfile>(message => Some.User(message.UserId));

        await (await Gateway.SignedIn(id, Role.User)).Send("PATCH", "/users/me", body).Json(HttpStatusCode.OK);

        Services.Last<ChangeProfile>().ShouldBe(new ChangeProfile(id, name));
    }

    [Fact]
    public async Task A_name_that_is_not_given_stays()
    {
        Services.On<GetUser>(message => Some.User(message.UserId));

        await (await Gateway.SignedIn(Role.User)).Send("PATCH", "/users/me", "{}").Json(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"a\nb"}""")]
    public async Task A_name_that_is_none_is_refused(string body) =>
        (await (await Gateway.SignedIn(Role.User)).Send("PATCH", "/users/me", body).Faults()).ShouldBe(["name"]);

    [Theory]
    [InlineData(false, HttpStatusCode.Forbidden)]
    [InlineData(true, HttpStatusCode.Created)]
    public async Task Where_an_address_must_be_verified_rewards_are_for_those_who_have(bool isVerified, HttpStatusCode status)
    {
        await using var strict = await GatewayHost.Start(settings: ("Accounts:RequireVerifiedEmail", "true"));
        strict.Services.On<GetUser>(message => Some.User(message.UserId) with { EmailVerified = isVerified });
        strict.Services.On<RequestReward>(message => Some.Request(message.RequestId));

        var response = await (await strict.SignedIn(Role.User)).Post($"/events/{Guid.NewGuid()}/request", "");

        response.StatusCode.ShouldBe(status);
        if (!isVerified)
        {
            (await response.Content.ReadAsStringAsync()).ShouldContain("EMAIL_NOT_VERIFIED");
            strict.Services.Received<RequestReward>().ShouldBeEmpty();
        }
    }
}
