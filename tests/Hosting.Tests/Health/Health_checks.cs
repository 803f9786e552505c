using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Hosting.Tests.Health;

[Collection(ConsoleCapture.Collection)]
public sealed class Health_checks
{
    [Fact]
    public async Task A_host_whose_components_serve_is_healthy_and_ready()
    {
        await using var host = await new TestHost(build: b => b.Services.AddComponent("store", _ => _ => Task.CompletedTask)).Start();
        await Wait.Until(async () => (await host.Get("/health/ready")).Status == HttpStatusCode.OK, "ready");

        var (status, body) = await host.Get("/health");

        status.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(body);
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["status", "version", "components"]);
        json.RootElement.GetProperty("status").GetString().ShouldBe("healthy");
        var components = json.RootElement.GetProperty("components");
        components.EnumerateObject().Select(p => p.Name).ShouldBe(["bus", "store"], ignoreOrder: true);
        var store = components.GetProperty("store");
        store.EnumerateObject().Select(p => p.Name).ShouldBe(["status", "latencyMs", "detail"]);
        store.GetProperty("status").GetString().ShouldBe("healthy");
        store.GetProperty("latencyMs").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        store.GetProperty("detail").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_component_that_fails_makes_the_host_unhealthy_without_telling_why()
    {
        await using var host = await new TestHost(build: b => b.Services.AddComponent(
            "store", _ => _ => throw new InvalidOperationException("Host=db;Password=hunter2"))).Start();

        var (status, body) = await host.Get("/health");

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("\"store\":{\"status\":\"unhealthy\"");
        body.ShouldContain("\"detail\":\"cannot be reached\"");
        body.ShouldNotContain("hunter2");
        (await host.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_host_that_is_to_end_is_not_ready_and_serves_for_a_while()
    {
        var time = new FakeTimeProvider();
        await using var host = await new TestHost(
            new() { ["Health:DrainSeconds"] = "10" },
            b => b.Services.AddSingleton<TimeProvider>(time)).Start();
        (await host.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);

        var told = new PosixSignalContext(PosixSignal.SIGTERM);
        Drain(host).Hear(told);
        var (ready, body) = await host.Get("/health/ready");

        told.Cancel.ShouldBeTrue();
        ready.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("\"status\":\"draining\"");
        time.Advance(TimeSpan.FromSeconds(9.9));
        (await host.Get("/health")).Status.ShouldBe(HttpStatusCode.OK);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        stopping.IsCancellationRequested.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Wait.Until(() => stopping.IsCancellationRequested, "it to be told to stop");
    }

    [Fact]
    public async Task A_host_that_is_interrupted_stops_at_once()
    {
        await using var host = await new TestHost(
            new() { ["Health:DrainSeconds"] = "10" },
            b => b.Services.AddSingleton<TimeProvider>(new FakeTimeProvider())).Start();

        Drain(host).Hear(new PosixSignalContext(PosixSignal.SIGTERM));
        Drain(host).Hear(new PosixSignalContext(PosixSignal.SIGINT));

        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await Wait.Until(() => stopping.IsCancellationRequested, "it to be told to stop");
    }

    private static Drain Drain(TestHost host) => host.Services.GetRequiredService<IHostLifetime>().ShouldBeOfType<Drain>();

    [Fact]
    public async Task A_component_that_hangs_is_given_up_after_two_seconds()
    {
        await using var host = await new TestHost(build: b => b.Services.AddComponent(
            "store", _ => _ => new TaskCompletionSource().Task)).Start();

        var (status, body) = await host.Get("/health").WaitAsync(TimeSpan.FromSeconds(30));

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("no answer within 2 s");
    }

    [Fact]
    public async Task While_the_broker_is_down_the_host_answers_and_says_what_it_waits_for()
    {
        using var console = new ConsoleCapture();
        var port = Ports.Free();
        await using var host = new TestHost(new()
        {
            ["Transport"] = "rabbitmq",
            ["ConnectionStrings:RabbitMq"] = $"amqp://somebody:hunter2@127.0.0.1:{port}/",
        });
        var starting = await host.BeginStart();

        (await host.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body) = await host.Get("/health");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("\"bus\":{\"status\":\"unhealthy\"");
        await Wait.Until(
            () => console.Output.Any(l => l.Contains("\"Component\":\"bus\"", StringComparison.Ordinal) && l.Contains("refused", StringComparison.Ordinal)),
            "the log says that the broker is waited for");

        starting.IsCompleted.ShouldBeFalse();
        string.Join('\n', console.Output).ShouldNotContain("hunter2");
        body.ShouldNotContain("hunter2");
    }
}
