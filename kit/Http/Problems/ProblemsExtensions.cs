using Microsoft.Extensions.Hosting;
using Hosting.Logging;
using Microsoft.AspNetCore.Diagnostics;

namespace Http.Problems;

public static class ProblemsExtensions
{
    /// <param name="statuses">The HTTP status of each of the product's own codes.</param>
    public static void AddProblems(this WebApplicationBuilder builder, IReadOnlyDictionary<string, int> statuses)
    {
        builder.Services.AddSingleton(new ProblemCodes(statuses));
        builder.Services.AddSingleton(new OutageFault(fault => fault is UnavailableException));
        builder.Services.AddExceptionHandler<FaultHandler>();
    }

    /// <summary>Gives every answer that is no success, and every exception, its problem details.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => StatusProblems.Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }

    private sealed class FaultHandler(IHostApplicationLifetime lifetime, ILogger<FaultHandler> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            await Of(httpContext, exception).ExecuteAsync(httpContext);
            return true;
        }

        private Problem Of(HttpContext httpContext, Exception exception)
        {
            switch (exception)
            {
                case BadHttpRequestException bad:
                    return bad.ToProblem();
                case UnavailableException unavailable:
                    logger.LogWarning(unavailable, "{Component} cannot be asked", unavailable.Component);
                    return StatusProblems.Of(StatusCodes.Status503ServiceUnavailable);
                case var _ when lifetime.ApplicationStopping.IsCancellationRequested:
                    // Something that the request needs has ended before it: another instance answers, or this one when it is there again.
                    logger.LogWarning(exception, "{Method} {Route} failed while this process stops", httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
                    return StatusProblems.Of(StatusCodes.Status503ServiceUnavailable);
                default:
                    logger.LogError(exception, "{Method} {Route} failed", httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
                    return StatusProblems.Of(StatusCodes.Status500InternalServerError);
            }
        }
    }
}
