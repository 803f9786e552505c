using Hosting.Health;
using Hosting.Logging;
using Hosting.Metrics;
using Hosting.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Hosting;

public static class HostingExtensions
{
    /// <summary>What every host shares: logs, metrics, traces, health and the clock.</summary>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);

        // /health answers while the bus still waits for its broker.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddLogs();
        builder.Services.AddSingleton<IStartupFilter, HeadRequests>();
        builder.AddTraces();
        builder.AddMetrics();
        builder.AddHealth();
    }

    /// <summary>The routes that every host serves: /health, /health/ready, /health/live and /metrics.</summary>
    public static void MapHosting(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.AllowAnonymous().DisableRateLimiting().ExcludeFromDescription().WithMetadata(new QuietRoute());
        group.MapHealth();
        group.MapMetrics();
    }
}
