using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace Flow.Tests.Watching;

/// <summary>Takes spans as a collector does, by OTLP over HTTP.</summary>
internal sealed class SpanReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly WebApplication app;

    private SpanReceiver(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        app = builder.Build();
        app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            foreach (var span in Read(body.ToArray()))
            {
                spans.Enqueue(span);
            }
        });
        Address = new Uri(address);
    }

    public Uri Address { get; }

    public IReadOnlyList<Span> Spans => [.. spans];

    public static async Task<SpanReceiver> Start()
    {
        var receiver = new SpanReceiver($"http://127.0.0.1:{Ports.Free()}");
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>An ExportTraceServiceRequest: resource_spans (1), of which resource (1) and scope_spans (2), of which scope (1) and spans (2).</summary>
    private static IEnumerable<Span> Read(byte[] request) =>
        from resourceSpans in Messages(request, 1)
        let service = Messages(resourceSpans, 1).SelectMany(resource => Messages(resource, 1))
            .First(attribute => Text(attribute, 1) == "service.name")
        from scopeSpans in Messages(resourceSpans, 2)
        let scope = Messages(scopeSpans, 1).Select(scope => Text(scope, 1)).FirstOrDefault("")
        from span in Messages(scopeSpans, 2)
        select new Span(Text(Messages(service, 2).First(), 1), scope, Text(span, 5), Hex(span, 1), Hex(span, 2), Hex(span, 4));

    private static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault([]));

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Messages(message, field).FirstOrDefault([]));

    /// <summary>The fields of this number that have a length: messages, texts, bytes.</summary>
    private static List<byte[]> Messages(byte[] message, int field)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = Number(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Number(message, ref at);
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)Number(message, ref at);
                    if (key >> 3 == (ulong)field)
                    {
                        found.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"no field of protobuf: {key}");
            }
        }

        return found;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}

/// <param name="Scope">The library that has made it.</param>
/// <param name="Parent">Empty for the first of its trace.</param>
internal sealed record Span(string Service, string Scope, string Name, string Trace, string Id, string Parent);
