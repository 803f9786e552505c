using Contracts.Sessions;

namespace Gateway.Accounts;

/// <summary>The refresh token for browsers, out of the reach of scripts and other sites.</summary>
internal static class RefreshTokenCookie
{
    public const string Name = "refreshToken";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    /// <summary>Answers with a session: its refresh token as cookie too, and nothing of it in any cache.</summary>
    public static SessionResponse Start(HttpContext context, SessionStarted session)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Cookies.Append(Name, session.RefreshToken, Options(context, session.RefreshTokenExpiresAt));
        return SessionResponse.Of(session);
    }

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, expires: null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = !context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment(),
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Expires = expires,
    };
}
