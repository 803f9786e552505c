namespace Http.Tokens;

public static class NotStored
{
    /// <summary>No cache keeps what the route answers: there are credentials in it.</summary>
    public static RouteHandlerBuilder IsNotStored(this RouteHandlerBuilder route) => route.AddEndpointFilter((context, next) =>
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    });
}
