using System.Net;

namespace Platform.Demo;

/// <summary>An advertising platform of the demonstration's own, on a free port of this machine. It gives a page only when that is let go.</summary>
internal sealed class AdvertisingPlatform : IAsyncDisposable
{
    public const string Token = "spring-2030";
    public const int Campaigns = 250;
    public const int PageSize = 100;

    private static readonly DateTimeOffset ChangedAt = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SemaphoreSlim pages = new(0);
    private readonly WebApplication app;

    private AdvertisingPlatform(WebApplication app)
    {
        this.app = app;
        app.MapGet("/campaigns", List);
    }

    public string Url => app.Urls.Single();

    public static async Task<AdvertisingPlatform> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var platform = new AdvertisingPlatform(builder.Build());
        await platform.app.StartAsync();
        return platform;
    }

    public void GivePage() => pages.Release();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(true));
        await app.DisposeAsync();
        pages.Dispose();
    }

    private async Task<IResult> List(HttpContext context, string? cursor)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            return TypedResults.Unauthorized();
        }

        await pages.WaitAsync(context.RequestAborted);
        var from = int.TryParse(cursor, out var known) ? known : 0;
        var items = Enumerable.Range(from, Math.Min(PageSize, Campaigns - from)).Select(number => new
        {
            id = $"c-{number}",
            name = $"Spring {number}",
            status = number % 10 == 0 ? "PAUSED" : "ACTIVE",
            metrics = new { impressions = number * 1000, clicks = number * 10, spend = number + 0.5m, conversions = number },
            updatedAt = ChangedAt,
        });
        return TypedResults.Ok(new { items, nextCursor = from + PageSize < Campaigns ? $"{from + PageSize}" : null });
    }
}
