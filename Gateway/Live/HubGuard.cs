using Hosting.Networks;
using Http.Limits;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Gateway.Live;

/// <summary>Who may open connections to the hub, in this process or behind it, and how many. Who they are the hub itself asks.</summary>
internal static class HubGuard
{
    private static readonly Problem Elsewhere = new(Codes.Forbidden, "Pages of this origin may not connect here.");

    public static void UseHubGuard(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (IsHub(context.Request) && await Refusal(context) is { } refused)
        {
            await refused.ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    });

    private static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(Paths.LiveHub, StringComparison.OrdinalIgnoreCase);

    private static async Task<Problem?> Refusal(HttpContext context)
    {
        if (!await IsAllowedOrigin(context))
        {
            return Elsewhere;
        }

        var services = context.RequestServices;
        return Opens(context.Request) && !LimitsMiddleware.IsExempt(context, services.GetRequiredService<LimitSettings>())
            ? await services.GetRequiredService<RequestLimits>().Ask(
                context, new Permit("connections", $"connections:{context.ClientKey()}", services.GetRequiredService<LiveSettings>().ConnectionsPerMinute))
            : null;
    }

    /// <summary>All but what goes on with a connection that was negotiated: that has an id. The hub takes an empty one for none.</summary>
    private static bool Opens(HttpRequest request) =>
        !request.Path.Equals(Paths.LiveHub, StringComparison.OrdinalIgnoreCase) || string.IsNullOrEmpty(request.Query["id"]);

    /// <summary>CORS holds no WebSocket back: a browser says whose page opens one, and opens it.</summary>
    private static async Task<bool> IsAllowedOrigin(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin is not [{ } origin] || origin == $"{request.Scheme}://{request.Host}")
        {
            return request.Headers.Origin.Count < 2;
        }

        var policy = await context.RequestServices.GetRequiredService<ICorsPolicyProvider>().GetPolicyAsync(context, null);
        return policy?.IsOriginAllowed(origin) == true;
    }
}
