using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace Hosting.Metrics;

internal static class MetricsExtensions
{
    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AllowedNetworks.From(builder.Configuration));
        builder.Services.AddSingleton(_ => Prometheus.Metrics.NewCustomRegistry());
        builder.Services.AddHostedService<InstrumentListener>();
        builder.Services.AddHostedService<Sampler>();
        BackupMarker.AddTo(builder.Services, builder.Configuration);
    }

    /// <summary>The package's own endpoint would answer any method.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Scrape);

    private static async Task Scrape(HttpContext context, AllowedNetworks networks, CollectorRegistry registry)
    {
        if (!networks.Allow(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        await registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }
}
