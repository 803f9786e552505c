using System.Net;
using Contracts;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Gateway.Tests.Live;

/// <summary>From a client by the Gateway to an instance of LiveService: here one that says what reaches it.</summary>
public sealed class The_way_to_the_hub : IAsyncLifetime
{
    private readonly List<Instance> instances = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.App.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/live/hub/negotiate")]
    [InlineData("/api/v1/live/hub/negotiate")]
    public async Task Leads_to_it_with_the_token_in_a_header_wherever_it_came(string path)
    {
        await using var gateway = await Gateway(await AnInstance());
        var token = gateway.Tokens.Of(Guid.NewGuid(), Role.User);

        var answer = await gateway.Anonymous().PostAsync($"{path}?negotiateVersion=1&access_token={token}", null);

        (await answer.Content.ReadAsStringAsync()).ShouldBe($"POST /live/hub/negotiate?negotiateVersion=1 Bearer {token}");
        (await (await (await gateway.SignedIn(Role.User)).PostAsync(path, null)).Content.ReadAsStringAsync()).ShouldStartWith("POST /live/hub/negotiate Bearer ey");
    }

    [Fact]
    public async Task Is_there_only_where_instances_are_named()
    {
        await using var gateway = await GatewayHost.Start();

        await gateway.Anonymous().PostAsync("/live/hub/negotiate", null).Problem(HttpStatusCode.NotFound, Codes.NotFound);
        await Should.ThrowAsync<ConfigurationException>(GatewayHost.Start(settings: ("Services:Live:0", "127.0.0.1:8084")));
    }

    [Fact]
    public async Task Is_open_to_so_many_connections_a_minute_of_an_address()
    {
        await using var gateway = await Gateway(("Live:ConnectionsPerMinute", "3"), await AnInstance());
        var client = await gateway.SignedIn(Role.User);

        for (var i = 0; i < 3; i++)
        {
            (await client.PostAsync("/live/hub/negotiate", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync("/live/hub?id=x")).StatusCode.ShouldBe(HttpStatusCode.OK, "what was negotiated is one connection");
        }

        await client.PostAsync("/live/hub/negotiate", null).Problem(HttpStatusCode.TooManyRequests, Codes.RateLimited);
        foreach (var path in new[] { "/live/hub", "/live/hub?id=", "/live/hub?ID=" })
        {
            await client.GetAsync(path).Problem(HttpStatusCode.TooManyRequests, Codes.RateLimited);
        }

        await client.PostAsync("/live/hub/negotiate?id=x", null).Problem(HttpStatusCode.TooManyRequests, Codes.RateLimited);
    }

    [Fact]
    public async Task Is_open_to_no_more_however_many_come_at_once()
    {
        await using var gateway = await Gateway(("Live:ConnectionsPerMinute", "20"), await AnInstance());
        var client = await gateway.SignedIn(Role.User);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            using var answer = await client.GetAsync("/live/hub");
            return answer.StatusCode;
        }));

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(20);
        answers.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBe(980);
    }

    /// <summary>What is passed on is written down by its raw path and query in more places.</summary>
    [Theory]
    [InlineData("/live/hubs?access_token=x")]
    [InlineData("/live")]
    [InlineData("/live/health")]
    public async Task Is_the_only_way_to_an_instance(string path)
    {
        await using var gateway = await Gateway(await AnInstance());

        await gateway.Anonymous().GetAsync(path).Problem(HttpStatusCode.NotFound, Codes.NotFound);
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("http://localhost", true)]
    [InlineData("https://elsewhere.example.com", false)]
    [InlineData("null", false)]
    public async Task Is_open_to_pages_of_known_origins(string origin, bool open)
    {
        await using var gateway = await Gateway(("Cors:Origins:0", "https://app.example.com"), await AnInstance());
        var client = await gateway.SignedIn(Role.User);
        client.DefaultRequestHeaders.Add("Origin", origin);

        var answer = client.GetAsync("/live/hub");

        if (open)
        {
            (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            await answer.Problem(HttpStatusCode.Forbidden, Codes.Forbidden);
        }
    }

    [Fact]
    public async Task Keeps_a_client_at_one_instance()
    {
        await using var gateway = await Gateway(await AnInstance(), await AnInstance());
        var client = await gateway.SignedIn(Role.User);
        var first = await client.PostAsync("/live/hub/negotiate", null);
        var (instance, cookie) = (first.Headers.GetValues("instance").Single(), first.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        client.DefaultRequestHeaders.Add("Cookie", cookie);
        for (var i = 0; i < 10; i++)
        {
            (await client.GetAsync("/live/hub?id=x")).Headers.GetValues("instance").Single().ShouldBe(instance);
        }
    }

    [Fact]
    public async Task Goes_by_an_instance_that_has_failed_within_5_seconds()
    {
        await using var gateway = await Gateway(await AnInstance(), await AnInstance());
        var client = await gateway.SignedIn(Role.User);
        await instances[0].App.StopAsync();
        var start = TimeProvider.System.GetTimestamp();

        var inARow = 0;
        await Wait.Until(
            async () => (inARow = (await client.PostAsync("/live/hub/negotiate", null)).StatusCode == HttpStatusCode.OK ? inARow + 1 : 0) == 20,
            "every request to be served",
            TimeSpan.FromSeconds(20));

        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(6));
    }

    private static Task<GatewayHost> Gateway(params Instance[] behind) => Gateway(("Live:ConnectionsPerMinute", "0"), behind);

    private static Task<GatewayHost> Gateway((string, string) setting, params Instance[] behind) =>
        GatewayHost.Start(settings: [setting, .. behind.Index().Select(instance => ($"Services:Live:{instance.Index}", instance.Item.Address))]);

    private async Task<Instance> AnInstance()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var id = $"{instances.Count}";
        app.MapFallback(context =>
        {
            context.Response.Headers["instance"] = id;
            return context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization}");
        });
        await app.StartAsync();
        var instance = new Instance(app, app.Urls.First());
        instances.Add(instance);
        return instance;
    }

    private sealed record Instance(WebApplication App, string Address);
}
