using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Metrics;

internal static class MetricsExtensions
{
    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        var networks = AllowedNetworks.From(builder.Configuration);
        builder.Services.AddSingleton(networks);
        builder.Services.AddSingleton<MetricsRegistry>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MetricsRegistry>());
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Scrape);

    private static Results<ContentHttpResult, NotFound> Scrape(HttpContext context, AllowedNetworks networks, MetricsRegistry metrics) =>
        networks.Allow(context)
            ? TypedResults.Text(metrics.Scrape(), PrometheusText.ContentType)
            : TypedResults.NotFound();
}
