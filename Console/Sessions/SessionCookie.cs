namespace OperatorsConsole.Sessions;

/// <summary>The cookie with the key of a session. Lax, so that the links of mails find their reader signed in; a form still needs its token.</summary>
internal static class SessionCookie
{
    private const string Name = "console-session";

    /// <summary>Browsers take such a cookie from this host alone, and under HTTPS alone.</summary>
    private const string SecureName = $"__Host-{Name}";

    public static string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)] is { Length: > 0 } key ? key : null;

    public static void Write(HttpContext context, string key) => context.Response.Cookies.Append(NameFor(context), key, Options(context));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    private static string NameFor(HttpContext context) => context.Request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
