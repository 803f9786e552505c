using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hosting.Tracing;

public static class TracingExtensions
{
    /// <summary>Has the spans of a source belong to the trace of their request. Each part names its own.</summary>
    public static void AddTraceSource(this IServiceCollection services, string name) => services.AddSingleton(new TraceSource(name));

    /// <summary>
    /// Spans are exported where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says. Without it, trace ids still pass from the
    /// request through every message into the logs.
    /// </summary>
    internal static void AddTraces(this WebApplicationBuilder builder)
    {
        const string key = "OTEL_EXPORTER_OTLP_ENDPOINT";
        var endpoint = builder.Configuration[key];
        if (string.IsNullOrEmpty(endpoint))
        {
            builder.Services.AddTraceSource("Microsoft.AspNetCore");
            builder.Services.AddHostedService<PassedTraces>();
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out _))
        {
            throw new ConfigurationException(key, "is not an address like http://127.0.0.1:4317");
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName, serviceVersion: ServiceHost.Version))
            .WithTracing(tracing => tracing
                // Paths and queries may hold anything, as in the logs: the span has its route, or the host that it calls.
                .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpRequest = (span, _) => span.SetTag("url.path", null).SetTag("url.query", null))
                .AddHttpClientInstrumentation(calls => calls.EnrichWithHttpRequestMessage = (span, _) => span.SetTag("url.full", null))
                .AddOtlpExporter());
        builder.Services.ConfigureOpenTelemetryTracerProvider((services, tracing) => tracing.AddSource([.. services.GetServices<TraceSource>().Select(source => source.Name)]));
    }
}

internal sealed record TraceSource(string Name);
