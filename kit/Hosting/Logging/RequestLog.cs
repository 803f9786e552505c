using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Events;

namespace Hosting.Logging;

/// <summary>Marks a route whose requests are logged only at Debug, because machines ask it all day.</summary>
public sealed class QuietRoute;

/// <summary>
/// One line for each HTTP request, around everything else. It names the route's template and the ids in it; a path that
/// matches no route, a query string and a body may hold anything, so they are never written.
/// </summary>
internal sealed class RequestLog(ILogger logger, RepeatedLines repeated) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        repeated.Know(app.ApplicationServices.GetServices<OutageFault>());
        app.UseSerilogRequestLogging(options =>
        {
            options.Logger = logger;
            options.MessageTemplate = "{Method} {Route} answered {StatusCode} in {ElapsedMs} ms {RouteValues}";
            options.GetLevel = LevelOf;
            options.GetMessageTemplateProperties = PropertiesOf;
        });
        next(app);
    };

    private static LogEventLevel LevelOf(HttpContext context, double elapsedMs, Exception? fault) =>
        context.GetEndpoint()?.Metadata.GetMetadata<QuietRoute>() is not null ? LogEventLevel.Debug
        : fault is not null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Warning
        : LogEventLevel.Information;

    private static IEnumerable<LogEventProperty> PropertiesOf(HttpContext context, string path, double elapsedMs, int status) =>
    [
        new("Method", new ScalarValue(context.Request.Method)),
        new("Route", new ScalarValue((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)")),
        new("StatusCode", new ScalarValue(status)),
        new("ElapsedMs", new ScalarValue(Math.Round(elapsedMs, 1))),
        new("RouteValues", new ScalarValue(Ids(context))),
    ];

    private static string Ids(HttpContext context) =>
        string.Join(' ', context.Request.RouteValues.Where(v => Guid.TryParse(v.Value as string, out _)).Select(v => $"{v.Key}={v.Value}"));
}
