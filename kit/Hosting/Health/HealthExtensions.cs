using System.Diagnostics;
using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Hosting.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        var drain = TimeSpan.FromSeconds(builder.Configuration.Number("Health:DrainSeconds", 0, 0, 20));
        if (drain > TimeSpan.Zero)
        {
            builder.Services.AddSingleton<IHostLifetime>(services => new Drain(
                drain, services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<TimeProvider>()));
        }

        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<HealthMonitor>();
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthWatch>();
        builder.Services.Configure<HealthCheckPublisherOptions>(watch =>
        {
            watch.Delay = TimeSpan.Zero;
            watch.Period = TimeSpan.FromSeconds(2);
        });
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", (HealthMonitor monitor) => Answer(monitor, HealthStatus.Degraded));
        routes.MapGet("/health/ready", (HealthMonitor monitor, IHostLifetime signals, IHostApplicationLifetime host) =>
            Answer(monitor, HealthStatus.Healthy, signals is Drain { HasBegun: true } || host.ApplicationStopping.IsCancellationRequested));
        routes.MapGet("/health/live", () => TypedResults.Ok(new { status = "healthy", version = ServiceHost.Version }));
    }

    private static async Task<JsonHttpResult<HostHealth>> Answer(HealthMonitor monitor, HealthStatus least, bool isDraining = false)
    {
        // The checks outlive one caller's trace.
        Activity.Current = null;
        var report = await monitor.Check();
        var health = HealthMonitor.Describe(report);
        return TypedResults.Json(
            isDraining ? health with { Status = "draining" } : health,
            statusCode: report.Status >= least && !isDraining ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
