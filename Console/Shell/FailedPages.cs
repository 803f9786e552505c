using System.Security.Claims;

namespace OperatorsConsole.Shell;

internal static class FailedPages
{
    /// <summary>Not by programs that ask for a file, or speak with a circuit.</summary>
    public static bool AreSeen(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.Value!.StartsWith("/_", StringComparison.Ordinal);

    /// <summary>A page for what nobody caught. The framework's own would ask the host's handlers first, which answer callers of an API.</summary>
    public static void UseFailedPage(this IApplicationBuilder console) => console.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var fault = Fault.Of(e);
            if (fault is null)
            {
                context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FailedPages)).LogError(e, "A page of the console failed");
            }

            context.Response.Clear();
            context.Response.StatusCode = fault is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable;
            context.Request.Method = HttpMethods.Get;
            context.Request.Path = FailedPage.Path;
            context.Items[FailedPage.Path] = fault;
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();

            // What the services of a page began they do not begin again.
            var (services, user) = (context.RequestServices, context.User);
            await using var fresh = services.CreateAsyncScope();
            (context.RequestServices, context.User) = (fresh.ServiceProvider, new ClaimsPrincipal(new ClaimsIdentity()));
            try
            {
                await next(context);
            }
            finally
            {
                (context.RequestServices, context.User) = (services, user);
            }
        }
    });
}
