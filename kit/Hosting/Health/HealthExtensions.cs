using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hosting.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
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
        routes.MapGet("/health/ready", (HealthMonitor monitor) => Answer(monitor, HealthStatus.Healthy));
        routes.MapGet("/health/live", () => TypedResults.Ok(new { status = "healthy", version = ServiceHost.Version }));
    }

    private static async Task<JsonHttpResult<HostHealth>> Answer(HealthMonitor monitor, HealthStatus least)
    {
        // The checks outlive one caller's trace.
        Activity.Current = null;
        var report = await monitor.Check();
        return TypedResults.Json(
            HealthMonitor.Describe(report),
            statusCode: report.Status >= least ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
