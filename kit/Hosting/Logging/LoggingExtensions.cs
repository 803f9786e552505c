using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Hosting;
using Serilog.Formatting.Compact;

namespace Hosting.Logging;

internal static class LoggingExtensions
{
    private const string TextLine =
        "{Timestamp:HH:mm:ss.fff} {Level:u3} {Service} {SourceContext} {TraceId} {Message:lj}{NewLine}{Exception}";

    private static readonly HashSet<string> RawSources = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests", "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher",
        "Yarp.ReverseProxy.Forwarder.HttpForwarder",
    };

    /// <summary>One line of text for people in Development, one JSON object elsewhere; each with service and trace id, the latter with more.</summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        var repeated = new RepeatedLines(TimeProvider.System);
        var logger = CreateLogger(builder.Configuration, builder.Environment, repeated);
        builder.Logging.AddSerilog(logger, dispose: true);
        builder.Services.AddSingleton(new DiagnosticContext(logger));
        builder.Services.AddSingleton<IStartupFilter>(new RequestLog(logger, repeated));
    }

    private static Logger CreateLogger(ConfigurationManager configuration, IWebHostEnvironment environment, RepeatedLines repeated)
    {
        var json = new CompactJsonFormatter();
        configuration.OneOf("Serilog:MinimumLevel:Default", [nameof(LogEventLevel.Information), .. Enum.GetNames<LogEventLevel>()]);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
            // Both say with a stack trace what ServiceHost and HealthWatch say in a line.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .Filter.ByExcluding(line => line.MessageTemplate.Text.StartsWith("Connection Failed:", StringComparison.Ordinal))
            .Filter.ByExcluding(WritesRawRequests)
            .Filter.With(repeated)
            .Enrich.WithProperty("Service", environment.ApplicationName)
            .Enrich.WithProperty("Version", ServiceHost.Version)
            .Enrich.With<RequestScope>()
            .ReadFrom.Configuration(configuration)
            .WriteToFiles(configuration, environment.ApplicationName, json);
        if (ErrorTracking.Of(configuration, environment.ApplicationName, environment.EnvironmentName) is { } tracking)
        {
            logger.WriteTo.Sink(tracking, LogEventLevel.Error);
        }

        return environment.IsDevelopment()
            ? logger.WriteTo.Console(outputTemplate: TextLine).CreateLogger()
            : logger.WriteTo.Console(json).CreateLogger();
    }

    /// <summary>
    /// Sources that write queries, header lines and arguments as they came, with whatever secret is in them. At no level: see RequestLog.
    /// </summary>
    private static bool WritesRawRequests(LogEvent line) =>
        line.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: string name } && RawSources.Contains(name);

    /// <summary>
    /// What the framework adds to each line of a request: its id stays, under a name that is no reward request's; the raw path goes.
    /// </summary>
    private sealed class RequestScope : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            logEvent.RemovePropertyIfPresent("RequestPath");
            if (TextOf(logEvent, "ConnectionId") is { } connection && TextOf(logEvent, "RequestId") is { } request
                && request.StartsWith(connection, StringComparison.Ordinal))
            {
                logEvent.RemovePropertyIfPresent("RequestId");
                logEvent.AddOrUpdateProperty(new LogEventProperty("HttpRequestId", new ScalarValue(request)));
            }

            logEvent.RemovePropertyIfPresent("ConnectionId");
        }

        private static string? TextOf(LogEvent line, string property) =>
            line.Properties.TryGetValue(property, out var value) && value is ScalarValue { Value: string text } ? text : null;
    }
}
