using System.Net;
using System.Net.Sockets;
using Bus;
using Hosting.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing;

namespace Hosting.Tests.Configuration;

[Collection(ConsoleCapture.Collection)]
public sealed class The_service_host
{
    [Theory]
    [InlineData("Transport=pigeon", "Transport")]
    [InlineData("Transport=rabbitmq", "ConnectionStrings__RabbitMq")]
    [InlineData("Transport=rabbitmq --ConnectionStrings:RabbitMq=nonsense", "ConnectionStrings__RabbitMq")]
    [InlineData("ConnectionStrings:Redis=http://nowhere", "ConnectionStrings__Redis")]
    [InlineData("ConnectionStrings:Redis=a,nonsense=1", "ConnectionStrings__Redis")]
    [InlineData("Serilog:MinimumLevel:Default=Loud", "Serilog__MinimumLevel__Default")]
    [InlineData("Metrics:AllowedNetworks=everybody", "Metrics__AllowedNetworks")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=nowhere", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("Sentry:Dsn=https://errors.example.com/1", "Sentry__Dsn")]
    [InlineData("Sentry:Dsn=https://key@errors.example.com/1/", "Sentry__Dsn")]
    [InlineData("Messaging:Prefetch=many", "Messaging__Prefetch")]
    [InlineData("urls=nonsense", "urls")]
    public async Task A_wrong_setting_stops_the_host_with_one_line_that_names_its_key(string setting, string key)
    {
        using var console = new ConsoleCapture();

        var code = await ServiceHost.Run(["--ConnectionStrings:Redis=127.0.0.1:1", "--Transport=embedded", .. $"--{setting}".Split(' ')], Ports.Free(), builder =>
        {
            builder.AddRedis();
            builder.AddMessageBus(_ => { });
        }).WaitAsync(TimeSpan.FromSeconds(20));

        code.ShouldBe(1);
        console.Error.ShouldHaveSingleItem().ShouldStartWith($"Configuration: {key} ");
    }

    [Fact]
    public async Task A_wrong_setting_that_is_found_while_starting_is_told_as_briefly()
    {
        using var console = new ConsoleCapture();

        var code = await ServiceHost.Run(["--Transport=embedded"], Ports.Free(), builder =>
        {
            builder.AddMessageBus(_ => { });
            builder.Services.AddHostedService<Misconfigured>();
        });

        code.ShouldBe(1);
        console.Error.ShouldBe(["Configuration: Some__Key is missing."]);
        console.Output.Where(line => line.Contains("   at ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_line()
    {
        using var console = new ConsoleCapture();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var code = await ServiceHost.Run(
            ["--Transport=embedded"], ((IPEndPoint)taken.LocalEndpoint).Port, builder => builder.AddMessageBus(_ => { }));

        code.ShouldBe(1);
        console.Error.ShouldHaveSingleItem().ShouldContain("address already in use");
    }

    [Fact]
    public async Task A_background_service_that_fails_ends_the_host_with_code_1()
    {
        using var console = new ConsoleCapture();

        var code = await ServiceHost.Run(["--Transport=embedded"], Ports.Free(), builder =>
        {
            builder.AddMessageBus(_ => { });
            builder.Services.AddHostedService<Failing>();
        }).WaitAsync(TimeSpan.FromSeconds(20));

        code.ShouldBe(1);
        console.Output.ShouldContain(line => line.Contains("the file is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_is_told_to_stop_while_it_waits_for_the_broker_ends_with_code_0()
    {
        using var console = new ConsoleCapture();
        WebApplication? host = null;

        var running = ServiceHost.Run(
            [$"--ConnectionStrings:RabbitMq=amqp://host:its-own-secret@127.0.0.1:{Ports.Free()}/"],
            Ports.Free(),
            builder => builder.AddMessageBus(_ => { }),
            app => host = app);
        await Wait.Until(() => console.Output.Any(l => l.Contains("Now listening", StringComparison.Ordinal)), "it listens");
        host!.Lifetime.StopApplication();

        (await running.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(0);
        console.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_health_check_of_an_image_asks_a_running_host()
    {
        using var console = new ConsoleCapture();
        await using var host = await new TestHost().Start();
        var url = new Uri(host.Client.BaseAddress!, "/health/live").ToString();

        (await ServiceHost.Run(["--healthcheck", url], 1, _ => throw new InvalidOperationException("not asked for"))).ShouldBe(0);
        (await ServiceHost.Run(["--healthcheck", $"http://127.0.0.1:{Ports.Free()}/"], 1, _ => { })).ShouldBe(1);
    }

    private sealed class Misconfigured : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            throw new Hosting.Configuration.ConfigurationException("Some:Key", "is missing");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Failing : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidDataException("the file is damaged");
        }
    }
}
