using System.Net;
using Bus;
using Hosting.Metrics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Testing;

namespace Hosting.Tests.Metrics;

public sealed record Knock(Guid Id);

public sealed record Knocked(Guid Id);

public sealed class KnockConsumer : IConsumer<Knock>
{
    public Task Consume(ConsumeContext<Knock> context) => context.RespondAsync(new Knocked(context.Message.Id));
}

/// <summary>Meters are the process's: what other tests measure meanwhile is seen too.</summary>
[Collection("Meters")]
public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Requests_are_timed_by_method_route_and_status()
    {
        await using var host = await new TestHost(map: app => app.MapGet("/things/{id}", (string id) => Results.Text(id))).Start();
        await host.Get("/things/one");
        await host.Get("/things/two");
        await host.Get("/nowhere?token=secret");

        await Wait.Until(
            async () => (await host.Get("/metrics")).Body.Contains(
                "http_request_duration_seconds_count{method=\"GET\",route=\"/things/{id}\",status_code=\"200\"} 2\n", StringComparison.Ordinal),
            "both requests are counted");
        var text = (await host.Get("/metrics")).Body;
        text.ShouldContain("http_request_duration_seconds_count{method=\"GET\",route=\"\",status_code=\"404\"} 1\n");
        text.ShouldNotContain("secret");
    }

    [PromtoolFact]
    public async Task What_a_working_host_says_passes_promtool()
    {
        await using var host = await new TestHost(
            new() { ["Messaging:RequestTimeoutMilliseconds"] = "30000" },
            map: app => app.MapPost("/knock", async (IRequestClient<Knock> client) => (await client.GetResponse<Knocked>(new Knock(Guid.NewGuid()))).Message),
            bus: bus => bus.ForService("test").AddRequestConsumer<KnockConsumer>()).Start();
        using var answer = await host.Client.PostAsync(new Uri("/knock", UriKind.Relative), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        var text = (await host.Get("/metrics")).Body;
        text.ShouldContain("# TYPE messaging_masstransit_consume_total counter");
        text.ShouldContain("# TYPE dotnet_process_memory_working_set_bytes gauge");
        (await Promtool.Check(text)).ShouldBe("");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("fd00::7", true)]
    [InlineData("11.1.2.3", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_the_machine_and_the_configured_networks_may_read(string caller, bool allowed) =>
        Networks("10.0.0.0/8, fd00::/8").Allow(IPAddress.Parse(caller)).ShouldBe(allowed);

    [Fact]
    public void Without_a_setting_only_the_machine_may_read() => Networks(null).Allow(IPAddress.Parse("10.1.2.3")).ShouldBeFalse();

    [Fact]
    public void A_wrong_network_names_its_key() =>
        Should.Throw<Hosting.Configuration.ConfigurationException>(() => Networks("10.0.0.0/99")).Message.ShouldContain("Metrics__AllowedNetworks");

    private static AllowedNetworks Networks(string? setting) =>
        AllowedNetworks.From(new ConfigurationBuilder().AddInMemoryCollection([new("Metrics:AllowedNetworks", setting)]).Build());
}
