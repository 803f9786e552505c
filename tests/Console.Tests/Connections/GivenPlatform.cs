using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace OperatorsConsole.Tests.Connections;

/// <summary>An advertising platform on this machine: a hundred campaigns a page, to whoever comes with its token.</summary>
internal sealed class GivenPlatform : IAsyncDisposable
{
    public const string Token = "a-token-that-nobody-sees";

    private const int PageSize = 100;

    private readonly WebApplication app;
    private readonly int campaigns;

    private GivenPlatform(WebApplication app, int campaigns)
    {
        (this.app, this.campaigns) = (app, campaigns);
        app.Run(List);
    }

    public string Url => app.Urls.Single();

    /// <summary>Before a page after the first is answered.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    public static async Task<GivenPlatform> Start(int campaigns)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var platform = new GivenPlatform(builder.Build(), campaigns);
        await platform.app.StartAsync();
        return platform;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(true));
        await app.DisposeAsync();
    }

    /// <summary>Connected, and synced to the end.</summary>
    public async Task Connect(MessagingClient client, Owner owner, string account)
    {
        await client.Connections.CreateConfig(owner, "http", "Production", new { baseUrl = Url });
        await client.Connections.Connect(owner, "http", account, new { token = Token }, syncEveryMinutes: 60);
        var sync = await client.Campaigns.BeginSync(owner, "http", account);
        await Wait.Until(async () => (await client.Campaigns.GetSync(sync.Id)).Status == SyncStatus.Succeeded, "the sync");
    }

    private async Task List(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var from = int.TryParse(context.Request.Query["cursor"], out var cursor) ? cursor : 0;
        await (from > 0 ? Before : Task.CompletedTask);
        var items = Enumerable.Range(from, Math.Min(PageSize, campaigns - from)).Select(number => new
        {
            id = $"c-{number}",
            name = $"Spring {number}",
            status = number % 2 == 0 ? "ACTIVE" : "PAUSED",
            metrics = new { spend = 12.5m * number, impressions = 1000 * number, clicks = 30 * number, conversions = number },
            updatedAt = "2026-01-31T12:00:00Z",
        });
        var next = from + PageSize;
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { items, nextCursor = next < campaigns ? $"{next}" : null }));
    }
}
