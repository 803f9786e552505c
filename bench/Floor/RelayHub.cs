using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench.Floor;

/// <summary>A hub that passes on what it is sent, and nothing else: anybody connects, and nobody is anywhere. The least that a signal costs in SignalR.</summary>
internal sealed class RelayHub : Hub
{
    public const string Path = "/hub";

    public string Enter() => Context.ConnectionId;

    public Task Relay(string to, JsonElement payload) => Clients.Client(to).SendAsync("signal", new { payload });

    /// <summary>In a process of its own, until it is killed.</summary>
    public static async Task Serve(string address)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.Services.AddSignalR();
        await using var app = builder.Build();
        app.MapHub<RelayHub>(Path);
        app.MapGet("/health/ready", () => "ready");
        await app.RunAsync();
    }
}
