using Hosting.Networks;
using Http.Problems;
using Http.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Sessions;

namespace Http.Limits;

/// <summary>
/// Callers who are known count by user or service account, others by address. An address pays for what is checked until it proves good,
/// so that one that has used up its permits gets nothing checked any more, but who was let in a moment ago does not pay for his neighbours.
/// </summary>
public sealed class LimitsMiddleware(RequestDelegate next, RequestLimits limits, LimitSettings settings, TimeProvider time)
{
    private readonly RecentSet recent = new(time, LimitSettings.Window);

    public async Task Invoke(HttpContext context)
    {
        if (!IsLimited(context) || await Refusal(context) is not { } problem)
        {
            await next(context);
        }
        else
        {
            await problem.ExecuteAsync(context);
        }
    }

    public static bool IsExempt(HttpContext context, LimitSettings settings) =>
        context.ClientAddress() is { } address && settings.Allow.Contains(address);

    private bool IsLimited(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null && !IsExempt(context, settings);

    private async Task<Problem?> Refusal(HttpContext context)
    {
        var address = PermitOf(context, "ip", context.ClientKey(), settings.Ip);
        var token = TokenOf(context.Request);
        if (token is null)
        {
            return await limits.Ask(context, address);
        }

        if (recent.Holds(token))
        {
            return await limits.Ask(context, await IsSignedIn(context, token) ? PermitOfUser(context) : address);
        }

        // Before the check, which may cost a question and reads: many at once would all find a permit left.
        if (await limits.Ask(context, address) is { } problem)
        {
            return problem;
        }

        if (!await IsSignedIn(context, token))
        {
            return null;
        }

        await limits.GiveBack(context, address);
        return await limits.Ask(context, PermitOfUser(context));
    }

    /// <summary>Who cannot be judged, because sessions are down, counts as nobody: what follows says so to him.</summary>
    private async Task<bool> IsSignedIn(HttpContext context, string token)
    {
        try
        {
            var result = await context.AuthenticateAsync();
            if (result is { Succeeded: true, Principal: { } user })
            {
                context.User = user;
                recent.Add(token);
                return true;
            }

            recent.Remove(token);
        }
        catch (UnavailableException)
        {
            // The framework keeps the outcome, so that UseAuthentication throws the same.
        }

        return false;
    }

    private Permit PermitOfUser(HttpContext context)
    {
        var (kind, limit) = context.User.IsService() ? ("service", settings.Service)
            : context.User.IsInRole(settings.AdminRole) ? ("admin", settings.Admin)
            : ("user", settings.User);
        return PermitOf(context, kind, context.User.Id().ToString(), limit);
    }

    private Permit PermitOf(HttpContext context, string kind, string who, int limit)
    {
        var key = $"{kind}:{who}";
        return settings.Routes.Count > 0
            && context.GetEndpoint() is RouteEndpoint endpoint
            && LimitSettings.NameOf(endpoint, HttpMethods.GetCanonicalizedValue(context.Request.Method)) is var route
            && settings.Routes.TryGetValue(route, out var own)
                ? new Permit("route", $"{key}:{route}", own)
                : new Permit(kind, key, limit);
    }

    /// <summary>The hash of what will be checked as a token; null when there is none.</summary>
    private static string? TokenOf(HttpRequest request) => BearerToken.Of(request) is { } token ? AccessTokenRecord.HashOf(token) : null;
}
