using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Bus;
using Hosting.Tests.Metrics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Hosting.Tests.Tracing;

public sealed class When_traces_are_exported
{
    [Fact]
    public async Task A_request_with_what_it_calls_and_sends_is_one_trace_that_holds_no_path()
    {
        var received = new ConcurrentQueue<string>();
        await using var collector = await new TestHost(map: app => app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        })).Start();
        var address = collector.Client.BaseAddress!;
        await using var host = await new TestHost(
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["Messaging:RequestTimeoutMilliseconds"] = "30000",
            },
            map: app => app.MapPost("/doors/{door}", async (IRequestClient<Knock> client) =>
            {
                using var http = new HttpClient();
                using var answer = await http.GetAsync(new Uri(address, "/hunter2?token=hunter2"));
                await client.GetResponse<Knocked>(new Knock(Guid.NewGuid()));
            }),
            bus: bus => bus.ForService("test").AddRequestConsumer<KnockConsumer>()).Start();

        using var caller = new Activity("caller") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        using var answered = await host.Client.PostAsync(new Uri("/doors/hunter2?token=hunter2", UriKind.Relative), null);
        answered.EnsureSuccessStatusCode();

        var trace = Encoding.Latin1.GetString(Convert.FromHexString(caller.TraceId.ToHexString()));
        string Exported() => string.Concat(received);
        foreach (var part in new[] { "TestHost", "POST /doors/{door}", "server.address", "Knock send", "Knock receive" })
        {
            await Wait.Until(() => Exported().Contains(part, StringComparison.OrdinalIgnoreCase), $"a span with {part} is exported");
        }

        Exported().Split(trace).Length.ShouldBeGreaterThan(4);
        Exported().ShouldNotContain("hunter2");
    }
}
