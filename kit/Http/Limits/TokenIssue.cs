using Hosting.Networks;
using Http.Problems;
using Sessions;

namespace Http.Limits;

/// <summary>Routes that hand out accounts and tokens: few in a minute for one account from one address.</summary>
public static class TokenIssue
{
    /// <summary>So many a minute for a signed-in user, wherever he is.</summary>
    public static RouteHandlerBuilder LimitTokenIssueOfUser(this RouteHandlerBuilder route, string what) =>
        route.LimitOfUser(what, services => services.GetRequiredService<LimitSettings>().TokenIssue, "token_issue");

    /// <param name="account">Whose; null when the request names none and will be refused. Only its hash is kept.</param>
    /// <param name="uncounted">Codes with which no token was issued, counted elsewhere.</param>
    public static RouteHandlerBuilder LimitTokenIssue<TBody>(
        this RouteHandlerBuilder route, string what, Func<HttpContext, TBody?, string?> account, params string[] uncounted)
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
        var limits = http.RequestServices.GetRequiredService<RequestLimits>();
        if (await limits.Ask(http, permit) is { } refused)
        {
            return refused;
        }

        var result = await next(context);
        if (result is INestedHttpResult { Result: Problem problem } && uncounted.Contains(problem.Code))
        {
            await limits.GiveBack(permit);
        }

        return result;
    });
}
