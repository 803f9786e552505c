using System.Net;
using Contracts.Sessions;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Connections;

public sealed class Forwarded_addresses
{
    private const string Client = "203.0.113.7";

    [Theory]
    [InlineData("", "10.0.0.1", Client, "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", Client, Client)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", Client, Client)]
    [InlineData("10.0.0.0/8", "192.0.2.1", Client, "192.0.2.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "198.51.100.9, 203.0.113.7", Client)]
    [InlineData("10.0.0.0/8,172.16.0.0/12", "10.0.0.1", "198.51.100.9, 203.0.113.7, 172.16.3.4", Client)]
    [InlineData("fd00::/8", "fd00::1", "2001:db8::7", "2001:db8::/64")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "nonsense", "10.0.0.1")]
    public async Task Count_when_a_trusted_proxy_tells_them(string trusted, string peer, string forwarded, string expected)
    {
        await using var gateway = await AddressedGateway.Start(("TrustedProxies", trusted));
        gateway.Services.Refuse<LogIn>("INVALID_CREDENTIALS");

        await gateway.Anonymous().From(peer).Post("/auth/login", """{"email":"a@example.com","password":"x"}""", ("X-Forwarded-For", forwarded));

        gateway.Services.Last<LogIn>().IpAddress.ShouldBe(expected);
    }

    [Fact]
    public async Task Have_budgets_of_their_own()
    {
        await using var gateway = await AddressedGateway.Start(("TrustedProxies", "10.0.0.1"), ("RateLimits:Ip", "1"));
        var proxy = gateway.Anonymous().From("10.0.0.1");

        (await proxy.Send("GET", "/events", null, ("X-Forwarded-For", Client))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await proxy.Send("GET", "/events", null, ("X-Forwarded-For", "203.0.113.8"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await proxy.Send("GET", "/events", null, ("X-Forwarded-For", Client))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await proxy.Send("GET", "/events", null, ("X-Forwarded-For", $"1.2.3.4, {Client}"))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    /// <summary>Also where the network of the proxies is one that may read them, as on Kubernetes.</summary>
    [Theory]
    [InlineData("127.0.0.1", null, 200)]
    [InlineData("10.0.0.1", null, 200)]
    [InlineData("192.0.2.1", null, 404)]
    [InlineData("127.0.0.1", Client, 404)]
    [InlineData("127.0.0.1", "127.0.0.1", 404)]
    [InlineData("10.0.0.1", "10.0.0.2", 404)]
    [InlineData("10.0.0.1", "nonsense", 404)]
    [InlineData("192.0.2.1", "127.0.0.1", 404)]
    public async Task Read_no_metrics_through_a_proxy(string peer, string? forwarded, int status)
    {
        await using var gateway = await AddressedGateway.Start(("TrustedProxies", "127.0.0.0/8,10.0.0.0/8"), ("Metrics:AllowedNetworks", "10.0.0.0/8"));
        (string, string)[] headers = forwarded is null ? [] : [("X-Forwarded-For", forwarded)];

        (await gateway.Anonymous().From(peer).Send("GET", "/metrics", null, headers)).StatusCode.ShouldBe((HttpStatusCode)status);
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.1", 404)]
    [InlineData("X-Real-IP", Client, 404)]
    [InlineData("X-Forwarded-Host", "rewards.example.com", 404)]
    [InlineData("X-Forwarded-Proto", "http", 200)]
    public async Task Read_no_metrics_whatever_a_proxy_says_of_them_but_a_sidecar_names_nobody(string header, string value, int status)
    {
        await using var gateway = await AddressedGateway.Start(("Metrics:AllowedNetworks", "10.0.0.0/8"));

        (await gateway.Anonymous().From("10.0.0.1").Send("GET", "/metrics", null, (header, value))).StatusCode.ShouldBe((HttpStatusCode)status);
    }

    [Fact]
    public async Task Https_is_taken_from_a_trusted_proxy_only()
    {
        await using var gateway = await AddressedGateway.Start(("TrustedProxies", "10.0.0.1"));

        (await gateway.Anonymous().From("10.0.0.1").Send("GET", "/events", null, ("X-Forwarded-For", Client), ("X-Forwarded-Proto", "https")))
            .Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        (await gateway.Anonymous().From("192.0.2.1").Send("GET", "/events", null, ("X-Forwarded-For", Client), ("X-Forwarded-Proto", "https")))
            .Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }
}
