using Http.Tokens;

namespace Http.Limits;

public static class UserLimit
{
    /// <summary>So many a minute for a signed-in user, wherever he is; 0 is no limit.</summary>
    /// <param name="what">A constant word.</param>
    /// <param name="kind">The permit's, where several share one; else what.</param>
    public static RouteHandlerBuilder LimitOfUser(
        this RouteHandlerBuilder route, string what, Func<IServiceProvider, int> limit, string? kind = null) => route.AddEndpointFilter(async (context, next) =>
    {
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        return !LimitsMiddleware.IsExempt(http, services.GetRequiredService<LimitSettings>())
            && await services.GetRequiredService<RequestLimits>().Ask(http, new Permit(kind ?? what, $"{what}:{http.User.Id()}", limit(services))) is { } refused
                ? refused
                : await next(context);
    });
}
