using Gateway.Connections;
using ServiceDefaults.Sessions;

namespace Gateway.Limits;

/// <summary>Routes that hand out accounts and tokens: few in a minute for one account from one address.</summary>
internal static class TokenIssue
{
    /// <param name="account">Whose; null when the request names none and will be refused. Only its hash is kept.</param>
    public static RouteHandlerBuilder LimitTokenIssue<TBody>(this RouteHandlerBuilder route, string what, Func<HttpContext, TBody?, string?> account)
        where TBody : class => route.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var settings = http.RequestServices.GetRequiredService<LimitSettings>();
        var name = account(http, context.Arguments.OfType<TBody>().FirstOrDefault());
        if (name is null || LimitsMiddleware.IsExempt(http, settings))
        {
            return await next(context);
        }

        var permit = new Permit("token_issue", $"{what}:{AccessTokenRecord.HashOf(name)}:{http.ClientKey()}", settings.TokenIssue);
        return await http.RequestServices.GetRequiredService<RequestLimits>().Ask(http, permit) ?? await next(context);
    });
}
