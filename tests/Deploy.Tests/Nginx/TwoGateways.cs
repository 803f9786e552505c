using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;
using Testing.Servers;

namespace Deploy.Tests.Nginx;

/// <summary>nginx before two servers, which have what a Gateway may do to a request, and a third for the console; begun by the first test that asks.</summary>
public sealed class TwoGateways : IAsyncLifetime
{
    private readonly ConcurrentQueue<Arrived> arrived = new();
    private readonly List<WebApplication> gateways = [];
    private NginxServer? nginx;

    /// <summary>What came to either, in its order.</summary>
    public IReadOnlyList<Arrived> All => [.. arrived];

    /// <summary>The port of the console.</summary>
    public int Console { get; private set; }

    public async Task<NginxServer> Running()
    {
        if (nginx is null)
        {
            int[] ports = [Ports.Free(), Ports.Free(), Console = Ports.Free()];
            foreach (var port in ports)
            {
                gateways.Add(await Start(port));
            }

            nginx = await new NginxServer(ports[0], ports[1]) { Console = Console }.Started();
        }

        return nginx;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (nginx is not null)
        {
            await nginx.DisposeAsync();
        }

        foreach (var gateway in gateways)
        {
            await gateway.DisposeAsync();
        }
    }

    /// <summary>
    /// With the query <c>dies</c> the connection of the first request with its id ends without an answer; with <c>waits</c> none is given until
    /// its client has gone.
    /// </summary>
    private async Task<WebApplication> Start(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var gateway = builder.Build();
        gateway.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var request = new Arrived(
                port, context.Request.Query["id"].ToString(), $"{context.Request.Headers["X-Forwarded-For"]}", $"{context.Request.Headers["X-Forwarded-Proto"]}",
                context.Request.Host.Value!, await body.ReadToEndAsync());
            var isFirst = arrived.All(other => other.Id != request.Id);
            arrived.Enqueue(request);
            if (isFirst && context.Request.Query.ContainsKey("dies"))
            {
                context.Abort();
            }
            else if (context.Request.Query.ContainsKey("waits"))
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (context.Request.Query["status"] is [{ } status])
            {
                context.Response.StatusCode = int.Parse(status);
            }
            else
            {
                await context.Response.WriteAsync("answered");
            }
        });
        await gateway.StartAsync();
        return gateway;
    }

    /// <param name="Client">As nginx names it.</param>
    public sealed record Arrived(int Gateway, string Id, string Client, string Scheme, string Host, string Body);
}
