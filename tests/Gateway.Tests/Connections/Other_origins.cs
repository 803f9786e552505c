using System.Net;
using Gateway.Tests.Hosting;
using Hosting.Configuration;

namespace Gateway.Tests.Connections;

public sealed class Other_origins
{
    private const string App = "https://app.example.com";

    [Theory]
    [InlineData("https://evil.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com.evil.example.com")]
    [InlineData("null")]
    public async Task That_are_not_listed_may_not_read(string origin)
    {
        await using var gateway = await GatewayHost.Start(settings: ("Cors:Origins:0", App));

        foreach (var answer in new[] { await Preflight(gateway, origin), await Get(gateway, origin) })
        {
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
            answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task May_not_read_by_default()
    {
        await using var gateway = await GatewayHost.Start();

        (await Preflight(gateway, App)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        (await Get(gateway, App)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task That_are_listed_may_send_a_session_and_read_refusals_too()
    {
        await using var gateway = await GatewayHost.Start(settings: [("Cors:Origins:0", "http://localhost:5173"), ("Cors:Origins:1", App), ("RateLimits:Ip", "1")]);

        var preflight = await Preflight(gateway, App);
        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(preflight, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(preflight, "Access-Control-Allow-Credentials").ShouldBe("true");
        Header(preflight, "Access-Control-Allow-Methods").ShouldContain("PATCH");
        Header(preflight, "Access-Control-Allow-Headers").ShouldContain("Idempotency-Key");

        await (await Get(gateway, App)).Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        var limited = await Get(gateway, App);
        await limited.Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        Header(limited, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(limited, "Access-Control-Expose-Headers").ShouldContain("RateLimit-Remaining");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("app.example.com")]
    [InlineData("ftp://app.example.com")]
    [InlineData("null")]
    public async Task Are_named_in_full(string origin) =>
        (await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(settings: ("Cors:Origins:0", origin)))).Message.ShouldContain("Cors__Origins__0");

    private static Task<HttpResponseMessage> Preflight(GatewayHost gateway, string origin) => gateway.Anonymous().Send(
        "OPTIONS", "/api/v1/events", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization"));

    private static Task<HttpResponseMessage> Get(GatewayHost gateway, string origin) => gateway.Anonymous().Send("GET", "/events", null, ("Origin", origin));

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
