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
        "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
    };

    /// <summary>One line of text for people in Development, one JSON object elsewhere; each with service and trace id.</summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        var logger = CreateLogger(builder.Configuration, builder.Environment);
        builder.Logging.AddSerilog(logger, dispose: true);
        builder.Services.AddSingleton(new DiagnosticContext(logger));
        builder.Services.AddSingleton<IStartupFilter>(new RequestLog(logger));
    }

    private static Logger CreateLogger(ConfigurationManager configuration, IWebHostEnvironment environment)
    {
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
            .Enrich.WithProperty("Service", environment.ApplicationName)
            .Enrich.With<WithoutRequestScope>()
            .ReadFrom.Configuration(configuration);
        return environment.IsDevelopment()
            ? logger.WriteTo.Console(outputTemplate: TextLine).CreateLogger()
            : logger.WriteTo.Console(new CompactJsonFormatter()).CreateLogger();
    }

    /// <summary>
    /// Sources that write queries and header lines as they came, with whatever secret is in them. At no level: see RequestLog.
    /// </summary>
    private static bool WritesRawRequests(LogEvent line) =>
        line.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: string name } && RawSources.Contains(name);

    /// <summary>The raw path and the connection of the request, which the framework would add to each line.</summary>
    private sealed class WithoutRequestScope : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            logEvent.RemovePropertyIfPresent("RequestPath");
            logEvent.RemovePropertyIfPresent("RequestId");
            logEvent.RemovePropertyIfPresent("ConnectionId");
        }
    }
}
