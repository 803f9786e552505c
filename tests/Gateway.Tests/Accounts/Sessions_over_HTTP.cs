using System.Net;
using System.Text.Json;
using Contracts;
using Contracts.Activities;
using Contracts.Sessions;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Testing;

namespace Gateway.Tests.Accounts;

public sealed class Sessions_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Credentials = """{"email":"ann@example.com","password":"x"}""";

    [Fact]
    public async Task A_login_answers_with_the_session_and_its_cookie()
    {
        Services.On<LogIn>(_ => Some.Session());

        var response = await Gateway.Anonymous().Post("/auth/login", Credentials);

        var session = await response.Json();
        session.Names().ShouldBe(["accessToken", "tokenType", "expiresIn", "refreshToken", "user"]);
        session.GetProperty("tokenType").GetString().ShouldBe("Bearer");
        session.GetProperty("expiresIn").GetInt32().ShouldBe(900);
        Cookie(response).ShouldBe(
            ["refreshToken=refresh", "expires=Thu, 07 Feb 2030 12:00:00 GMT", "path=/", "secure", "samesite=strict", "httponly"]);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_login_is_recorded_before_it_is_answered_under_the_id_that_AuthService_tells()
    {
        var session = Some.Session();
        var recorded = new TaskCompletionSource<object?>();
        Services.On<LogIn>(_ => session);
        Services.OnAsync<RecordActivities>(_ => recorded.Task);
        var login = Gateway.Anonymous().Post("/auth/login", Credentials);
        await Wait.Until(() => Services.Received<RecordActivities>().Count == 1, "the login is recorded");

        login.IsCompleted.ShouldBeFalse();
        recorded.SetResult(new ActivitiesRecorded(1, 0));

        await login.Json(HttpStatusCode.OK);
        var activity = Services.Last<RecordActivities>().Activities.ShouldHaveSingleItem();
        (activity.UserId, activity.Type, activity.Key).ShouldBe((session.User.Id, "login", Services.MessageIds<LogIn>(_ => true)[^1].ToString()));
    }

    [Fact]
    public async Task A_login_does_not_wait_for_an_EventService_that_is_away()
    {
        Services.On<LogIn>(_ => Some.Session());
        Services.On<RecordActivities>(_ => null);

        await Gateway.Anonymous().Post("/auth/login", Credentials).Json(HttpStatusCode.OK).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task In_development_the_cookie_goes_over_http()
    {
        await using var development = await GatewayHost.Start("Development");
        development.Services.On<LogIn>(_ => Some.Session());

        Cookie(await development.Anonymous().Post("/auth/login", Credentials)).ShouldNotContain("secure");
    }

    [Fact]
    public async Task The_address_of_the_caller_goes_along()
    {
        await using var real = await KestrelGateway.Start();
        real.Host.Services.On<LogIn>(_ => Some.Session());

        await real.Client.Post("/auth/login", Credentials).Json(HttpStatusCode.OK);

        real.Host.Services.Last<LogIn>().ShouldBe(new LogIn("ann@example.com", "x", "127.0.0.1"));
    }

    [Fact]
    public async Task Wrong_credentials_are_401()
    {
        Services.Refuse<LogIn>("INVALID_CREDENTIALS");

        var response = await Gateway.Anonymous().Post("/auth/login", Credentials);

        await response.Problem(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Too_many_attempts_say_when_to_come_back()
    {
        Services.On<LogIn>(_ => new Refused(
            "TOO_MANY_ATTEMPTS", "Wait.", Data: new Dictionary<string, JsonElement> { ["retryAfter"] = JsonSerializer.SerializeToElement(42) }));

        var response = await Gateway.Anonymous().Post("/auth/login", Credentials);

        await response.Problem(HttpStatusCode.TooManyRequests, "TOO_MANY_ATTEMPTS");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(42));
    }

    [Fact]
    public async Task A_login_tells_every_fault() =>
        (await Gateway.Anonymous().Post("/auth/login", "{}").Faults()).ShouldBe(["email", "password"]);

    [Theory]
    [InlineData("""{"refreshToken":"of-body"}""", null, "of-body")]
    [InlineData(null, "of-cookie", "of-cookie")]
    [InlineData("{}", "of-cookie", "of-cookie")]
    [InlineData("""{"refreshToken":"of-body"}""", "of-cookie", "of-body")]
    public async Task A_refresh_takes_body_or_cookie_and_the_body_wins(string? body, string? cookie, string expected)
    {
        Services.On<RefreshSession>(_ => Some.Session());

        var response = await Gateway.Anonymous().Post("/auth/refresh", body, cookie is null ? [] : [("Cookie", $"refreshToken={cookie}")]);

        await Task.FromResult(response).Json(HttpStatusCode.OK);
        Cookie(response)[0].ShouldBe("refreshToken=refresh");
        Services.Last<RefreshSession>().RefreshToken.ShouldBe(expected);
    }

    [Fact]
    public async Task A_refresh_without_a_token_is_400() =>
        (await Gateway.Anonymous().Post("/auth/refresh").Faults()).ShouldBe(["refreshToken"]);

    [Fact]
    public async Task A_refresh_token_that_does_not_count_is_401()
    {
        Services.Refuse<RefreshSession>("INVALID_REFRESH_TOKEN");

        await Gateway.Anonymous().Post("/auth/refresh", """{"refreshToken":"old"}""").Problem(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task A_logout_takes_the_cookie_away()
    {
        var id = Guid.NewGuid();
        Services.On<LogOut>(message => new SessionEnded(message.UserId));

        var response = await (await Gateway.SignedIn(id, Role.User)).Post("/auth/logout");

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Cookie(response).ShouldBe(["refreshToken=", "expires=Thu, 01 Jan 1970 00:00:00 GMT", "path=/", "secure", "samesite=strict", "httponly"]);
        Services.Last<LogOut>().UserId.ShouldBe(id);
    }

    [Fact]
    public async Task Me_is_the_caller_s_account()
    {
        var id = Guid.NewGuid();
        Services.On<GetUser>(message => Some.User(message.UserId));

        (await (await Gateway.SignedIn(id, Role.User)).GetAsync("/auth/me").Json(HttpStatusCode.OK)).GetProperty("id").GetGuid().ShouldBe(id);
    }

    private static string[] Cookie(HttpResponseMessage response) =>
        response.Headers.GetValues("Set-Cookie").Single().Split(';', StringSplitOptions.TrimEntries);
}
