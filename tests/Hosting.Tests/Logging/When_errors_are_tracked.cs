using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace Hosting.Tests.Logging;

[Collection(ConsoleCapture.Collection)]
public sealed class When_errors_are_tracked
{
    private const string Token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYXJhIn0.c2lnbmF0dXJl";
    private readonly ConcurrentQueue<string> received = new();

    [Fact]
    public async Task An_exception_arrives_with_its_stack_release_and_trace_and_nothing_personal()
    {
        using var console = new ConsoleCapture();
        await using var server = await Receiver();
        await using var host = await Host(server);
        using var caller = new Activity("caller").Start();

        using var body = new StringContent("""{"password": "hunter2"}""");
        using (var answer = await host.Client.PostAsync(new Uri("/grants/hunter2?token=hunter2", UriKind.Relative), body))
        {
            ((int)answer.StatusCode).ShouldBe(500);
        }

        await Wait.Until(() => !received.IsEmpty, "the error to arrive");
        var text = received.First();
        using var tracked = Event(text);
        var root = tracked.RootElement;
        root.GetProperty("release").GetString().ShouldBe($"TestHost@{ServiceHost.Version}");
        root.GetProperty("environment").GetString().ShouldBe("production");
        root.GetProperty("level").GetString().ShouldBe("error");
        root.GetProperty("tags").GetProperty("service").GetString().ShouldBe("TestHost");
        root.GetProperty("contexts").GetProperty("trace").GetProperty("trace_id").GetString().ShouldBe(caller.TraceId.ToHexString());
        (root.TryGetProperty("user", out var user) && user.EnumerateObject().Any()).ShouldBeFalse(text);
        var faults = root.GetProperty("exception").GetProperty("values").EnumerateArray().ToList();
        faults.Select(fault => fault.GetProperty("type").GetString()).ShouldBe(["System.FormatException", "System.InvalidOperationException"]);
        faults[^1].GetProperty("value").GetString().ShouldBe("Grant for (left out) with (left out) failed");
        faults[0].GetProperty("stacktrace").GetProperty("frames").EnumerateArray().ShouldContain(frame => frame.GetProperty("function").GetString()!.Contains(nameof(Grant), StringComparison.Ordinal));
        foreach (var secret in new[] { "hunter2", "example.com", Token, "note of sara", Environment.MachineName })
        {
            text.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task What_is_no_error_or_has_no_exception_does_not_arrive()
    {
        using var console = new ConsoleCapture();
        await using var server = await Receiver();
        await using (var host = await Host(server))
        {
            await host.Get("/told");
        }

        // What was under way was sent before the host ended.
        using var tracked = Event(received.ShouldHaveSingleItem());
        tracked.RootElement.GetProperty("logentry").GetProperty("message").GetString().ShouldBe("The last of {Count}");
    }

    [Fact]
    public async Task A_server_that_is_away_changes_nothing()
    {
        using var console = new ConsoleCapture();
        await using var host = await new TestHost(new() { ["Sentry:Dsn"] = $"http://key@127.0.0.1:{Ports.Free()}/1" }, map: Map).Start();

        (await host.Get("/told")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    private static Task<TestHost> Host(TestHost server) =>
        new TestHost(new() { ["Sentry:Dsn"] = $"http://key@127.0.0.1:{server.Client.BaseAddress!.Port}/1" }, map: Map).Start();

    private static void Map(WebApplication app)
    {
        app.MapPost("/grants/{name}", (string name) => Grant(name));
        app.MapGet("/told", (ILogger<When_errors_are_tracked> logger) =>
        {
            var fault = new InvalidOperationException("expected");
            logger.LogWarning(fault, "A warning");
            logger.LogError("An error without an exception");
            logger.LogError(fault, "The last of {Count}", 3);
        });
    }

    private static void Grant(string name)
    {
        try
        {
            Deliver(name);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"Grant for sara@example.com with {Token} failed", e) { Data = { ["note"] = "note of sara" } };
        }
    }

    private static void Deliver(string name) => throw new FormatException($"{name.Length} characters, Bearer hunter2");

    private Task<TestHost> Receiver() => new TestHost(map: app => app.MapPost("/api/1/envelope/", async (HttpRequest request) =>
    {
        await using Stream stream = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        received.Enqueue(await reader.ReadToEndAsync());
    })).Start();

    /// <summary>The third line of an envelope of one event: after the headers of both.</summary>
    private static JsonDocument Event(string envelope) => JsonDocument.Parse(envelope.Split('\n')[2]);
}
