using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hosting.Logging;

/// <summary>Marks a route whose requests are logged only at Debug, because machines ask it all day.</summary>
public sealed class QuietRoute;

/// <summary>
/// One line for each HTTP request. It names the route's template and the ids in it; a path that matches no route, a
/// query string and a body may hold anything, so they are never written.
/// </summary>
internal sealed class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (Exception)
        {
            Write(context, StatusCodes.Status500InternalServerError, time.GetElapsedTime(start));
            throw;
        }

        Write(context, context.Response.StatusCode, time.GetElapsedTime(start));
    }

    private void Write(HttpContext context, int status, TimeSpan elapsed)
    {
        var level = context.GetEndpoint()?.Metadata.GetMetadata<QuietRoute>() is not null ? LogLevel.Debug
            : status >= StatusCodes.Status500InternalServerError ? LogLevel.Warning
            : LogLevel.Information;
        if (logger.IsEnabled(level))
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
            logger.Log(
                level,
                "{Method} {Route} answered {StatusCode} in {ElapsedMs} ms {RouteValues}",
                context.Request.Method, route, status, Math.Round(elapsed.TotalMilliseconds, 1), Ids(context));
        }
    }

    private static string Ids(HttpContext context) =>
        string.Join(' ', context.Request.RouteValues.Where(v => Guid.TryParse(v.Value as string, out _)).Select(v => $"{v.Key}={v.Value}"));
}

/// <summary>Puts the request log around everything else.</summary>
internal sealed class RequestLogFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<RequestLog>();
        next(app);
    };
}
