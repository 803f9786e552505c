using System.Net.Http.Json;
using System.Text.Json;
using Bus;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;

namespace Hosting.Tests.Logging;

public sealed record Greet(Guid Id, string Password);

public sealed class GreetConsumer(ILogger<GreetConsumer> logger) : IConsumer<Greet>
{
    public Task Consume(ConsumeContext<Greet> context)
    {
        logger.LogInformation("Greeted {GreetingId}", context.Message.Id);
        return Task.CompletedTask;
    }
}

[Collection(ConsoleCapture.Collection)]
public sealed class The_log
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task The_request_and_what_its_message_causes_carry_its_trace_id_and_no_secret()
    {
        using var console = new ConsoleCapture();
        await using var host = await Greeter("Production").Start();

        await Post(host);

        var lines = await LinesWith(console, "\"@tr\":\"" + Trace, 2);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            json.RootElement.GetProperty("@tr").GetString().ShouldBe(Trace);
            json.RootElement.GetProperty("Service").GetString().ShouldBe("TestHost");
            json.RootElement.GetProperty("@sp").GetString()!.Length.ShouldBe(16);
            json.RootElement.GetProperty("Version").GetString().ShouldNotBeNullOrEmpty();
            json.RootElement.TryGetProperty("RequestPath", out _).ShouldBeFalse();
        }

        lines.ShouldContain(l => l.Contains("\"Route\":\"/greetings/{id:guid}\"", StringComparison.Ordinal) && l.Contains("\"StatusCode\":202", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("Greeted {GreetingId}", StringComparison.Ordinal));
        NoSecretIn(console);
    }

    [Fact]
    public async Task The_id_of_the_HTTP_request_is_no_reward_requests()
    {
        using var console = new ConsoleCapture();
        await using var host = await new TestHost(map: app => app.MapGet("/asked", (ILogger<The_log> logger) =>
            logger.LogInformation("Asked {Something}", 1))).Start();

        await host.Get("/asked");
        host.Services.GetRequiredService<ILogger<The_log>>().LogInformation("Request {RequestId} was asked", "reward-request-7");

        using var asked = JsonDocument.Parse((await LinesWith(console, "Asked {Something}", 1)).Single());
        asked.RootElement.TryGetProperty("HttpRequestId", out var id).ShouldBeTrue(asked.RootElement.ToString());
        id.GetString().ShouldNotBeNullOrEmpty();
        asked.RootElement.TryGetProperty("RequestId", out _).ShouldBeFalse();
        using var request = JsonDocument.Parse((await LinesWith(console, "Request {RequestId} was asked", 1)).Single());
        request.RootElement.GetProperty("RequestId").GetString().ShouldBe("reward-request-7");
    }

    [Fact]
    public async Task Files_are_written_when_their_folder_is_configured()
    {
        var folder = Directory.CreateTempSubdirectory("logs-");
        await using (var host = await new TestHost(
            new() { ["Logs:Folder"] = folder.FullName },
            map: app => app.MapGet("/failed", (ILogger<The_log> logger) => logger.LogError("It failed"))).Start())
        {
            await host.Get("/failed");
        }

        var files = folder.GetFiles().OrderBy(file => file.Name.Length).ToList();
        files.Count.ShouldBe(2);
        files[0].Name.ShouldStartWith("testhost-2");
        files[1].Name.ShouldStartWith("testhost-errors-2");
        File.ReadAllLines(files[0].FullName).Length.ShouldBeGreaterThan(1);
        File.ReadAllLines(files[1].FullName).ShouldHaveSingleItem().ShouldContain("\"@mt\":\"It failed\"");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_wrong_size_of_files_stops_the_start() =>
        Should.Throw<Hosting.Configuration.ConfigurationException>(() => new TestHost(new() { ["Logs:Folder"] = Path.GetTempPath(), ["Logs:FileMegabytes"] = "0" }))
            .Message.ShouldContain("Logs__FileMegabytes");

    [Fact]
    public async Task In_development_a_line_is_text_with_service_source_and_trace_id()
    {
        using var console = new ConsoleCapture();
        await using var host = await Greeter("Development").Start();

        await Post(host);

        var lines = await LinesWith(console, Trace, 2);
        lines.ShouldContain(l => l.Contains($"INF TestHost Hosting.Tests.Logging.GreetConsumer {Trace} Greeted", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains($"INF TestHost Serilog.AspNetCore.RequestLoggingMiddleware {Trace} POST /greetings/{{id:guid}}", StringComparison.Ordinal));
        NoSecretIn(console);
    }

    [Fact]
    public async Task A_path_that_matches_no_route_is_not_written()
    {
        using var console = new ConsoleCapture();
        await using var host = await Greeter("Production").Start();

        await host.Get("/hunter2/hunter2?token=hunter2");

        await LinesWith(console, "(no route)", 1);
        NoSecretIn(console);
    }

    [Fact]
    public async Task The_level_is_configured()
    {
        using var console = new ConsoleCapture();
        await using var host = await Greeter("Production", new() { ["Serilog:MinimumLevel:Default"] = "Debug" }).Start();

        await host.Get("/health/live");

        await LinesWith(console, "/health/live", 1);
    }

    private static TestHost Greeter(string environment, Dictionary<string, string?>? settings = null) => new(
        settings,
        map: app => app.MapPost("/greetings/{id:guid}", async (Guid id, Greet greet, IBus bus) =>
        {
            await bus.Publish(greet with { Id = id });
            return Results.Accepted();
        }),
        bus: bus => bus.ForService("test").AddDurableConsumer<GreetConsumer>(),
        environment: environment);

    private static async Task Post(TestHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/greetings/{Guid.NewGuid()}?token=hunter2")
        {
            Content = JsonContent.Create(new Greet(Guid.Empty, "hunter2")),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        request.Headers.Add("Authorization", "Bearer hunter2");
        using var answer = await host.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<List<string>> LinesWith(ConsoleCapture console, string text, int count)
    {
        List<string> Found() => [.. console.Output.Where(line => line.Contains(text, StringComparison.Ordinal))];
        await Wait.Until(() => Found().Count >= count, $"{count} log lines with {text}");
        return Found();
    }

    private static void NoSecretIn(ConsoleCapture console) => string.Join('\n', console.Output).ShouldNotContain("hunter2");
}
