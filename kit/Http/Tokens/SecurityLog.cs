using Sessions;

namespace Http.Tokens;

/// <summary>One line and one count for each caller who is refused. Says who and where, never with what.</summary>
public sealed class SecurityLog(ILogger<SecurityLog> logger)
{
    /// <summary>What happens to honest callers all day; the rest somebody has made.</summary>
    private static readonly HashSet<string> Usual = ["no_token", "expired", "session_over"];

    public void TokenRefused(HttpContext context, string reason)
    {
        AuthFailures.Count(reason);
        logger.Log(Usual.Contains(reason) ? LogLevel.Information : LogLevel.Warning, "Caller refused at {Route}: {Reason}", RouteOf(context), reason);
    }

    public void RoleRefused(HttpContext context)
    {
        AuthFailures.Count("role");
        logger.LogWarning("User {UserId} refused at {Route}: {Reason}", context.User.Id(), RouteOf(context), "role");
    }

    public void SignatureRefused(HttpContext context, string reason)
    {
        AuthFailures.Count(reason);
        logger.LogWarning("Webhook refused at {Route}: {Reason}", RouteOf(context), reason);
    }

    /// <summary>The template: a path may hold anything.</summary>
    public static string RouteOf(HttpContext context) =>
        $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)"}";
}
