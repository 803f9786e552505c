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
public sealed class The_metrics_endpoint
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
        await using var host = await WorkingHost();

        (await Promtool.Check((await host.Get("/metrics")).Body)).ShouldBe("");
    }

    /// <summary>Dashboards and alerts stand on them.</summary>
    [Fact]
    public async Task Types_names_labels_and_bounds_stay()
    {
        const string approved =
            """
            counter dotnet_gc_collections_total{gc_heap_generation}
            counter dotnet_process_cpu_time_seconds_total{cpu_mode}
            counter messaging_masstransit_consume_total{messaging_masstransit_consumer_type,messaging_masstransit_destination,messaging_masstransit_message_type,messaging_masstransit_service}
            counter messaging_masstransit_receive_total{messaging_masstransit_destination,messaging_masstransit_service}
            counter messaging_masstransit_send_total{messaging_masstransit_destination,messaging_masstransit_message_type,messaging_masstransit_service}
            gauge component_up{component}
            gauge dotnet_process_memory_working_set_bytes{}
            gauge http_server_active_requests{http_request_method,url_scheme}
            gauge kestrel_active_connections{network_transport,network_type,server_address,server_port}
            gauge messaging_masstransit_consume_active{messaging_masstransit_consumer_type,messaging_masstransit_destination,messaging_masstransit_message_type,messaging_masstransit_service}
            histogram http_request_duration_seconds{method,route,status_code}
            histogram messaging_masstransit_consume_duration_seconds{messaging_masstransit_consumer_type,messaging_masstransit_destination,messaging_masstransit_message_type,messaging_masstransit_service}
            histogram messaging_masstransit_receive_duration_seconds{messaging_masstransit_destination,messaging_masstransit_service}
            """;
        await using var host = await WorkingHost();

        var text = "";
        await Wait.Until(
            async () => !approved.Split('\n').Except(MetricsOf(text = (await host.Get("/metrics")).Body)).Any(),
            () => $"all is measured, and not only\n{string.Join('\n', MetricsOf(text))}");
        text.Split('\n')
            .Where(line => line.StartsWith("http_request_duration_seconds_bucket{method=\"POST\",route=\"/knock\"", StringComparison.Ordinal))
            .Select(line => line.Split("le=\"")[1].Split('"')[0])
            .ShouldBe(["0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.15", "0.25", "0.5", "1", "2.5", "5", "10", "30", "+Inf"]);
    }

    [Fact]
    public async Task What_another_host_of_the_process_answers_is_not_counted()
    {
        await using var host = await new TestHost().Start();
        await using var other = await WorkingHost();
        await host.Get("/nowhere");

        await Wait.Until(
            async () => (await host.Get("/metrics")).Body.Contains("http_request_duration_seconds_count{method=\"GET\",route=\"\",status_code=\"404\"} 1\n", StringComparison.Ordinal),
            "its own request is counted");
        (await host.Get("/metrics")).Body.ShouldNotContain("/knock");
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

    /// <summary>It has answered a request that sent a message.</summary>
    private static async Task<TestHost> WorkingHost()
    {
        var host = await new TestHost(
            new() { ["Messaging:RequestTimeoutMilliseconds"] = "30000" },
            map: app => app.MapPost("/knock", async (IRequestClient<Knock> client) => (await client.GetResponse<Knocked>(new Knock(Guid.NewGuid()))).Message),
            bus: bus => bus.ForService("test").AddRequestConsumer<KnockConsumer>()).Start();
        using var answer = await host.Client.PostAsync(new Uri("/knock", UriKind.Relative), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return host;
    }

    /// <summary>Each metric as type, name and labels.</summary>
    private static IEnumerable<string> MetricsOf(string text)
    {
        var type = "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                type = line.Split(' ')[3];
            }
            else if (line[0] != '#')
            {
                var name = line.Split('{', ' ')[0];
                var labels = line.Split("=\"")[..^1].Select(part => part.Split('{', ',')[^1]).Where(label => label != "le");
                yield return $"{type} {(type == "histogram" ? name[..name.LastIndexOf('_')] : name)}{{{string.Join(',', labels)}}}";
            }
        }
    }

    private static AllowedNetworks Networks(string? setting) =>
        AllowedNetworks.From(new ConfigurationBuilder().AddInMemoryCollection([new("Metrics:AllowedNetworks", setting)]).Build());
}
