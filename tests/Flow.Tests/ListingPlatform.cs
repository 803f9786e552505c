using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Flow.Tests;

/// <summary>An advertising platform on this machine, which lists so many campaigns in pages to whoever comes with any token.</summary>
internal sealed class ListingPlatform : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly int campaigns;
    private readonly int pageSize;
    private readonly ConcurrentQueue<int> asked = new();
    private readonly ConcurrentDictionary<string, int> readers = new();
    private int mostReaders;

    private ListingPlatform(WebApplication app, int campaigns, int pageSize)
    {
        (this.app, this.campaigns, this.pageSize) = (app, campaigns, pageSize);
        app.Run(List);
    }

    public string Url => app.Urls.Single();

    /// <summary>The first campaign of each page that was asked for, in order.</summary>
    public IReadOnlyList<int> Asked => [.. asked];

    /// <summary>The Authorization headers of those who came.</summary>
    public IEnumerable<string> Callers => readers.Keys;

    /// <summary>Of one token, at once.</summary>
    public int MostReaders => mostReaders;

    /// <summary>Before a page is answered.</summary>
    public Func<int, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static async Task<ListingPlatform> Start(int campaigns, int pageSize)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var platform = new ListingPlatform(builder.Build(), campaigns, pageSize);
        await platform.app.StartAsync();
        return platform;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(true));
        await app.DisposeAsync();
    }

    private async Task List(HttpContext context)
    {
        var (token, from) = (context.Request.Headers.Authorization.ToString(), int.TryParse(context.Request.Query["cursor"], out var cursor) ? cursor : 0);
        asked.Enqueue(from);
        var reading = readers.AddOrUpdate(token, 1, (_, known) => known + 1);
        for (var most = mostReaders; reading > most && Interlocked.CompareExchange(ref mostReaders, reading, most) != most; most = mostReaders)
        {
        }

        await Before(from);
        readers.AddOrUpdate(token, 0, (_, known) => known - 1);
        var items = Enumerable.Range(from, Math.Min(pageSize, campaigns - from)).Select(number => new
        {
            id = $"c-{number}",
            name = $"Campaign {number}",
            status = "ACTIVE",
            metrics = new { spend = number },
            updatedAt = "2030-01-31T12:00:00Z",
        });
        var next = from + pageSize;
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { items, nextCursor = next < campaigns ? $"{next}" : null }));
    }
}
