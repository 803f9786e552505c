using System.Globalization;
using System.Net;
using Contracts.Events;
using Contracts.Sessions;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Hosting.Configuration;

namespace Gateway.Tests.Limits;

public sealed class Limited_requests
{
    private const string Ann = "192.0.2.1";
    private const string Bob = "192.0.2.2";

    [Fact]
    public async Task Nobody_counts_by_address()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "3"));
        var client = gateway.Anonymous().From(Ann);
        for (var left = 2; left >= 0; left--)
        {
            var answer = await client.GetAsync("/events");
            await answer.Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
            Number(answer, "RateLimit-Limit").ShouldBe(3);
            Number(answer, "RateLimit-Remaining").ShouldBeInRange(0, left);
            Number(answer, "RateLimit-Reset").ShouldBeInRange(1, 60);
        }

        var refused = await client.GetAsync("/events");
        (await refused.Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED")).GetProperty("retryAfter").GetInt32().ShouldBe(Number(refused, "Retry-After"));
        Number(refused, "RateLimit-Remaining").ShouldBe(0);
        Number(refused, "RateLimit-Reset").ShouldBe(Number(refused, "Retry-After"));
        refused.Headers.Contains("X-Content-Type-Options").ShouldBeTrue();
        await client.GetAsync("/nowhere").Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        await client.GetAsync("/docs/index.html").Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        await gateway.Anonymous().From(Bob).GetAsync("/events").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task The_addresses_of_one_subscriber_are_one()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "1"));

        await Anonymous(gateway, "2001:db8:1:2::1", HttpStatusCode.Unauthorized);
        await Anonymous(gateway, "2001:db8:1:2:ffff::9", HttpStatusCode.TooManyRequests);
        await Anonymous(gateway, "2001:db8:1:3::1", HttpStatusCode.Unauthorized);
        await Anonymous(gateway, Ann, HttpStatusCode.Unauthorized);
        await Anonymous(gateway, $"::ffff:{Ann}", HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Who_is_signed_in_counts_by_user_wherever_he_is()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "1"), ("RateLimits:User", "2"), ("RateLimits:Admin", "3"));
        gateway.Services.On<GetEvent>(message => Some.Event(message.EventId));
        var (user, other, admin) = (await gateway.SignedIn(Role.User), await gateway.SignedIn(Role.Operator), await gateway.SignedIn(Role.Admin, Role.User));

        await Get(user.From(Ann), HttpStatusCode.OK);
        await Get(user.From(Bob), HttpStatusCode.OK);
        await Get(user.From(Bob), HttpStatusCode.TooManyRequests);
        await Get(other.From(Bob), HttpStatusCode.OK);
        for (var i = 0; i < 3; i++)
        {
            await Get(admin.From(Bob), HttpStatusCode.OK);
        }

        await Get(admin.From(Bob), HttpStatusCode.TooManyRequests);
        await Anonymous(gateway, Bob, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_address_over_its_limit_has_no_token_checked_but_one_that_was_good_lately()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "1"));
        gateway.Services.On<GetEvent>(message => Some.Event(message.EventId));
        var (known, late) = ((await gateway.SignedIn(Role.User)).From(Ann), (await gateway.SignedIn(Role.User)).From(Ann));
        await Get(known, HttpStatusCode.OK);

        await Get(gateway.Client("forged").From(Ann), HttpStatusCode.Unauthorized);

        await Get(gateway.Client("forged").From(Ann), HttpStatusCode.TooManyRequests);
        await Get(late, HttpStatusCode.TooManyRequests);
        await Get(known, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_that_ended_counts_as_nobody_at_once()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "1"));
        gateway.Services.On<GetEvent>(message => Some.Event(message.EventId));
        var user = Guid.NewGuid();
        var client = (await gateway.SignedIn(user, Role.User)).From(Ann);
        await Get(client, HttpStatusCode.OK);
        await gateway.Sessions.End(user);

        await Get(client, HttpStatusCode.Unauthorized);
        await Get(client, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Health_and_metrics_are_under_no_limit()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "1"));
        await Anonymous(gateway, "127.0.0.1", HttpStatusCode.Unauthorized);
        await Anonymous(gateway, "127.0.0.1", HttpStatusCode.TooManyRequests);

        foreach (var path in new[] { "/health/live", "/health/live", "/metrics", "/metrics" })
        {
            var answer = await gateway.Anonymous().From("127.0.0.1").GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.Contains("RateLimit-Limit").ShouldBeFalse();
        }

        (await gateway.Anonymous().From("127.0.0.1").GetStringAsync("/metrics")).ShouldContain("rate_limit_refusals_total{limit=\"ip\"}");
    }

    [Fact]
    public async Task A_limit_of_0_is_none()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:Ip", "0"));

        (await gateway.Anonymous().From(Ann).GetAsync("/events")).Headers.Contains("RateLimit-Limit").ShouldBeFalse();
    }

    [Fact]
    public async Task A_route_may_have_a_limit_of_its_own()
    {
        await using var gateway = await AddressedGateway.Start(
            ("RateLimits:User", "2"),
            ("RateLimits:Routes:0:Route", "GET /events/{id}"), ("RateLimits:Routes:0:Limit", "1"),
            ("RateLimits:Routes:1:Route", "GET /auth/me"), ("RateLimits:Routes:1:Limit", "0"));
        gateway.Services.On<GetEvent>(message => Some.Event(message.EventId));
        gateway.Services.On<ListEvents>(_ => new EventList([], null));
        gateway.Services.On<GetUser>(message => Some.User(message.UserId));
        var client = await gateway.SignedIn(Role.User);

        await Get(client, HttpStatusCode.OK);
        await Get(client, HttpStatusCode.TooManyRequests);
        (await client.Send("gEt", $"/events/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await Get(await gateway.SignedIn(Role.User), HttpStatusCode.OK);
        for (var i = 0; i < 5; i++)
        {
            (await client.GetAsync("/auth/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await client.GetAsync("/events")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/events")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/events")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Some_addresses_are_refused_and_some_are_not_limited()
    {
        await using var gateway = await AddressedGateway.Start(
            ("RateLimits:Ip", "1"), ("RateLimits:TokenIssue", "1"),
            ("RateLimits:Allow", "192.0.2.0/25,10.0.0.0/8"), ("RateLimits:Deny:0", "192.0.2.2"), ("RateLimits:Deny:1", "2001:db8::/32"));
        gateway.Services.Refuse<LogIn>("INVALID_CREDENTIALS");

        for (var i = 0; i < 3; i++)
        {
            await Anonymous(gateway, Ann, HttpStatusCode.Unauthorized);
            await LogIn(gateway.Anonymous().From(Ann), "ann@example.com", HttpStatusCode.Unauthorized);
            await gateway.Anonymous().From(Bob).GetAsync("/events").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        await gateway.Anonymous().From("2001:db8::7").GetAsync("/health/live").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        await Anonymous(gateway, "192.0.2.128", HttpStatusCode.Unauthorized);
        await Anonymous(gateway, "192.0.2.128", HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Tokens_are_issued_by_account_and_address()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:TokenIssue", "2"));
        gateway.Services.On<LogIn>(_ => Some.Session());
        gateway.Services.Refuse<RefreshSession>("INVALID_REFRESH_TOKEN");
        gateway.Services.On<RegisterUser>(message => Some.User(message.UserId));
        var (ann, bob) = (gateway.Anonymous().From(Ann), gateway.Anonymous().From(Bob));

        await LogIn(ann, "ann@example.com", HttpStatusCode.OK);
        await LogIn(ann, " ANN@Example.com", HttpStatusCode.OK);
        await LogIn(ann, "ann@example.com", HttpStatusCode.TooManyRequests);
        await LogIn(ann, "carl@example.com", HttpStatusCode.OK);
        await LogIn(bob, "ann@example.com", HttpStatusCode.OK);

        // The user's id, and what changes with each token.
        const string user = "AZ9k0fT1c3qXyZ0aBcDeF";
        await Refresh(ann, $"{user}g-one", HttpStatusCode.Unauthorized);
        (await ann.Post("/auth/refresh", "{}", ("Cookie", $"refreshToken={user}g-two"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await Refresh(ann, $"{user}g-three", HttpStatusCode.TooManyRequests);
        await Refresh(ann, "BZ9k0fT1c3qXyZ0aBcDeFg-four", HttpStatusCode.Unauthorized);
        await Refresh(ann, "short", HttpStatusCode.Unauthorized);
        await ann.Post("/auth/refresh", "{}").Problem(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        foreach (var (client, status) in new[] { (ann, 201), (ann, 201), (ann, 429), (bob, 201) })
        {
            (await client.Post("/users", """{"email":"new@example.com","password":"Correct-Horse-1"}""")).StatusCode.ShouldBe((HttpStatusCode)status);
        }

        gateway.Services.Received<LogIn>().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Refused_credentials_count_where_they_are_locked_out_and_not_here()
    {
        await using var gateway = await AddressedGateway.Start(("RateLimits:TokenIssue", "2"));
        var ann = gateway.Anonymous().From(Ann);
        gateway.Services.Refuse<LogIn>("INVALID_CREDENTIALS");
        for (var i = 0; i < 10; i++)
        {
            await LogIn(ann, "ann@example.com", HttpStatusCode.Unauthorized);
        }

        gateway.Services.Refuse<LogIn>("TOO_MANY_ATTEMPTS");
        for (var i = 0; i < 3; i++)
        {
            await ann.Post("/auth/login", """{"email":"ann@example.com","password":"x"}""").Problem(HttpStatusCode.TooManyRequests, "TOO_MANY_ATTEMPTS");
        }

        gateway.Services.On<LogIn>(_ => Some.Session());
        await LogIn(ann, "ann@example.com", HttpStatusCode.OK);
        await LogIn(ann, "ann@example.com", HttpStatusCode.OK);
        await ann.Post("/auth/login", """{"email":"ann@example.com","password":"x"}""").Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
    }

    [Theory]
    [InlineData("RateLimits:Ip", "-1", "RateLimits__Ip")]
    [InlineData("RateLimits:User", "many", "RateLimits__User")]
    [InlineData("RateLimits:Deny", "10.0.0.0/33", "RateLimits__Deny")]
    [InlineData("RateLimits:Allow:0", "7", "RateLimits__Allow")]
    [InlineData("RateLimits:Routes:0:Route", "GET /events", "RateLimits__Routes__0__Limit")]
    [InlineData("RateLimits:Routes:0:Limit", "3", "RateLimits__Routes__0__Route")]
    [InlineData("TrustedProxies", "proxy.example.com", "TrustedProxies")]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED")]
    public async Task A_wrong_setting_stops_the_host(string key, string value, string named) =>
        (await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(settings: (key, value)))).Message.ShouldContain(named);

    [Fact]
    public async Task A_limit_of_a_route_that_does_not_exist_stops_the_host() =>
        (await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(
            settings: [("RateLimits:Routes:0:Route", "GET /event/{id}"), ("RateLimits:Routes:0:Limit", "3")]))).Message.ShouldContain("GET /event/{id}");

    private static int Number(HttpResponseMessage answer, string header) => int.Parse(answer.Headers.GetValues(header).Single(), CultureInfo.InvariantCulture);

    private static async Task Anonymous(GatewayHost gateway, string address, HttpStatusCode status) => await Get(gateway.Anonymous().From(address), status);

    private static async Task Get(HttpClient client, HttpStatusCode status)
    {
        var answer = await client.GetAsync($"/events/{Guid.NewGuid()}");
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
    }

    private static async Task LogIn(HttpClient client, string email, HttpStatusCode status) =>
        (await client.Post("/auth/login", $$"""{"email":"{{email}}","password":"x"}""")).StatusCode.ShouldBe(status);

    private static async Task Refresh(HttpClient client, string token, HttpStatusCode status) =>
        (await client.Post("/auth/refresh", $$"""{"refreshToken":"{{token}}"}""")).StatusCode.ShouldBe(status);
}
