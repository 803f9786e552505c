using System.Diagnostics;
using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hosting.Tracing;

internal static class TracingExtensions
{
    /// <summary>
    /// The framework's, MassTransit's, the storage's and the outbox's spans, exported where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>
    /// says. Without it, trace ids still pass from the request through every message into the logs.
    /// </summary>
    public static void AddTraces(this WebApplicationBuilder builder)
    {
        const string key = "OTEL_EXPORTER_OTLP_ENDPOINT";
        var endpoint = builder.Configuration[key];
        if (!string.IsNullOrEmpty(endpoint) && !Uri.TryCreate(endpoint, UriKind.Absolute, out _))
        {
            throw new ConfigurationException(key, "is not an address like http://127.0.0.1:4317");
        }

        var service = builder.Environment.ApplicationName;
        builder.Services.AddHostedService(_ => string.IsNullOrEmpty(endpoint) ? Traces.Passed() : Traces.Exported(service, new Uri(endpoint)));
    }

    /// <summary>Whatever listens to the activity sources: from before the first request to the end of the host.</summary>
    private sealed class Traces(IDisposable listener) : IHostedService, IDisposable
    {
        private static readonly string[] Sources = ["Microsoft.AspNetCore", "MassTransit", "Npgsql", "Messaging.MongoDb", "Outbox"];

        public static Traces Passed()
        {
            var listener = new ActivityListener
            {
                ShouldListenTo = source => Sources.Contains(source.Name),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            };
            ActivitySource.AddActivityListener(listener);
            return new Traces(listener);
        }

        public static Traces Exported(string service, Uri endpoint) =>
            new(Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(service, serviceVersion: ServiceHost.Version))
                .AddSource(Sources)
                .AddOtlpExporter(otlp => otlp.Endpoint = endpoint)
                .Build());

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => listener.Dispose();
    }
}
