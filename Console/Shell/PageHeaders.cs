namespace OperatorsConsole.Shell;

internal static class PageHeaders
{
    /// <summary>Nothing but the console's own; MudBlazor and Blazor position by style attributes, which run nothing.</summary>
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A page's relative links need the slash.</summary>
    public static void UseWholePath(this IApplicationBuilder console) => console.Use((context, next) =>
    {
        if (context.Request.Path.HasValue)
        {
            return next(context);
        }

        context.Response.Redirect($"{context.Request.PathBase}/{context.Request.QueryString}");
        return Task.CompletedTask;
    });

    public static void UsePageHeaders(this IApplicationBuilder console) => console.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
