using System.Net;
using Contracts;
using Contracts.Activities;
using Contracts.Sessions;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Accounts;

public sealed class The_second_factor_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Credentials = """{"email":"ann@example.com","password":"x"}""";
    private const string Code = """{"mfaToken":"t","code":"123456"}""";

    [Fact]
    public async Task A_login_that_needs_it_answers_with_a_token_and_no_session()
    {
        Services.On<LogIn>(_ => new MfaRequired("t", 300));

        var response = await Gateway.Anonymous().Post("/auth/login", Credentials);

        (await response.Json()).GetRawText().ShouldBe("""{"mfaRequired":true,"mfaToken":"t","expiresIn":300}""");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        Services.Received<RecordActivities>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_code_answers_with_the_session_its_cookie_and_a_recorded_login()
    {
        var session = Some.Session();
        Services.On<ConfirmLogIn>(_ => session);
        Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));

        var response = await Gateway.Anonymous().Post("/auth/mfa", Code);

        (await response.Json()).Names().ShouldBe(["accessToken", "tokenType", "expiresIn", "refreshToken", "user"]);
        response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith("refreshToken=refresh");
        Services.Last<ConfirmLogIn>().ShouldSatisfyAllConditions(asked => asked.MfaToken.ShouldBe("t"), asked => asked.Code.ShouldBe("123456"));
        Services.Last<RecordActivities>().Activities.ShouldHaveSingleItem().Key.ShouldBe(Services.MessageIds<ConfirmLogIn>(_ => true)[^1].ToString());
    }

    [Theory]
    [InlineData("INVALID_MFA_TOKEN", HttpStatusCode.Unauthorized)]
    [InlineData("INVALID_CODE", HttpStatusCode.Unauthorized)]
    [InlineData("TOO_MANY_ATTEMPTS", HttpStatusCode.TooManyRequests)]
    public async Task A_login_that_is_not_confirmed_is_refused(string code, HttpStatusCode status)
    {
        Services.Refuse<ConfirmLogIn>(code);

        await Gateway.Anonymous().Post("/auth/mfa", Code).Problem(status, code);
    }

    [Fact]
    public async Task A_secret_is_shown_as_text_URI_and_picture()
    {
        Services.On<BeginMfa>(_ => new MfaBegun("JBSWY3DPEHPK3PXP", "otpauth://totp/Messaging:ann?secret=JBSWY3DPEHPK3PXP"));

        var response = await (await Gateway.SignedIn(Role.User)).Post("/users/me/mfa", "");

        var mfa = await response.Json();
        mfa.Names().ShouldBe(["secret", "otpauthUri", "qrCode"]);
        var picture = mfa.GetProperty("qrCode").GetString().ShouldNotBeNull();
        picture.ShouldStartWith("data:image/png;base64,");
        Convert.FromBase64String(picture.Split(',')[1])[1..4].ShouldBe("PNG"u8.ToArray());
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();

        Services.Refuse<BeginMfa>("MFA_ENABLED");
        await (await Gateway.SignedIn(Role.User)).Post("/users/me/mfa", "").Problem(HttpStatusCode.Conflict, "MFA_ENABLED");
    }

    [Fact]
    public async Task A_confirmation_names_the_session_and_shows_the_recovery_codes()
    {
        var id = Guid.NewGuid();
        Services.On<ConfirmMfa>(_ => new MfaConfirmed(["A", "B"]));

        var response = await (await Gateway.SignedIn(id, Role.User)).Post("/users/me/mfa/confirm", """{"code":"123456"}""");

        (await response.Json()).GetRawText().ShouldBe("""{"recoveryCodes":["A","B"]}""");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        Services.Last<ConfirmMfa>().ShouldSatisfyAllConditions(
            confirmed => confirmed.UserId.ShouldBe(id), confirmed => confirmed.SessionId.ShouldNotBeNull(), confirmed => confirmed.Code.ShouldBe("123456"));

        Services.Refuse<ConfirmMfa>("INVALID_CODE");
        await (await Gateway.SignedIn(Role.User)).Post("/users/me/mfa/confirm", """{"code":"1"}""").Problem(HttpStatusCode.BadRequest, "INVALID_CODE");
    }

    [Theory]
    [InlineData("INVALID_PASSWORD", HttpStatusCode.Unauthorized)]
    [InlineData("INVALID_CODE", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.NoContent)]
    public async Task It_is_turned_off_with_password_and_code(string? refusal, HttpStatusCode status)
    {
        var id = Guid.NewGuid();
        Services.On<RemoveMfa>(_ => refusal is null ? new MfaRemoved(id) : new Refused(refusal, "Not now."));

        var response = await (await Gateway.SignedIn(id, Role.User)).Send("DELETE", "/users/me/mfa", """{"password":"p","code":"c"}""");

        response.StatusCode.ShouldBe(status);
        Services.Last<RemoveMfa>().ShouldBe(new RemoveMfa(id, "p", "c"));
    }

    [Theory]
    [InlineData("POST", "/auth/mfa", "{}", "code,mfaToken")]
    [InlineData("POST", "/users/me/mfa", """{"a":1}""", "a")]
    [InlineData("POST", "/users/me/mfa/confirm", "{}", "code")]
    [InlineData("DELETE", "/users/me/mfa", "{}", "code,password")]
    public async Task What_is_wrong_is_told_at_once(string method, string path, string body, string fields)
    {
        (await (await Gateway.SignedIn(Role.User)).Send(method, path, body).Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task An_administrator_takes_it_away()
    {
        var (admin, user) = (Guid.NewGuid(), Guid.NewGuid());
        Services.On<ResetMfa>(message => new MfaRemoved(message.UserId));

        (await (await Gateway.SignedIn(admin, Role.Admin)).DeleteAsync($"/users/{user}/mfa")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<ResetMfa>().ShouldSatisfyAllConditions(reset => reset.UserId.ShouldBe(user), reset => reset.Caller.UserId.ShouldBe(admin));
    }

    [Fact]
    public async Task The_description_says_with_which_status_a_code_is_refused()
    {
        var paths = (await Gateway.Anonymous().GetAsync("/openapi/v1.json").Json(HttpStatusCode.OK)).GetProperty("paths");

        string Refusals(string path, string method, string status) =>
            paths.GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty(status).GetProperty("description").GetString()!;
        Refusals("/auth/mfa", "post", "401").ShouldBe("INVALID_CODE, INVALID_MFA_TOKEN");
        Refusals("/auth/mfa", "post", "400").ShouldNotContain("INVALID_CODE");
        Refusals("/users/me/mfa", "delete", "400").ShouldContain("INVALID_CODE");
        paths.GetProperty("/auth/login").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content")
            .GetProperty("application/json").GetProperty("schema").GetRawText().ShouldContain("LogInResponse");
        paths.GetProperty("/users/me/mfa").GetProperty("delete").GetProperty("requestBody").GetRawText().ShouldContain("RemoveMfaBody");
    }
}
